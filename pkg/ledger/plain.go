package ledger

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// The most bytes of files in Git's folder: Git's own are far smaller.
const (
	maxLine   = 4 << 10 // a ref, HEAD, or where another folder is
	maxConfig = 4 << 20
	maxPacked = 64 << 20 // the packed refs, or as many lines of another kind
)

// A folder of Git's may have been handed over, in an archive say: a pipe in it would
// be waited on for ever, and a file of a terabyte that holds nothing be read.

// errNotPlain is the cause where a file is neither a file nor a folder.
var errNotPlain = errors.New("a pipe or a device")

// regular refuses what has no end. A folder is left to who opens it.
func regular(file string, most int64) error {
	info, err := os.Stat(file)
	switch {
	case err != nil || info.IsDir():
		return err
	case !info.Mode().IsRegular():
		return &finding.Fault{Message: finding.Say("%s is a pipe or a device, no file of Git's", finding.Clip(file)), Hint: finding.Say("clone the repository anew from where it came"), Cause: errNotPlain}
	case info.Size() > most:
		return &finding.Fault{Message: finding.Say("%s has more than %s bytes, which no file of Git's of this kind has", finding.Clip(file), most), Hint: finding.Say("clone the repository anew from where it came"), Cause: errNotPlain}
	}
	return nil
}

// readPlain reads a file of Git's.
func readPlain(file string, most int64) ([]byte, error) {
	if err := regular(file, most); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

// openPlain opens a file of objects, of any size.
func openPlain(file string) (*os.File, error) {
	if err := regular(file, 1<<62); err != nil {
		return nil, err
	}
	return os.Open(file)
}

// endless refuses, before git opens them, what it would wait on in the repository
// around a folder.
func endless(dir string) error {
	for at := dir; ; at = filepath.Dir(at) {
		own := filepath.Join(at, ".git")
		info, err := os.Stat(own)
		switch {
		case err == nil && info.IsDir():
			return endlessIn(own)
		case err == nil:
			return endlessBehind(own)
		case isFile(filepath.Join(at, "HEAD")) && isFolder(filepath.Join(at, "objects")) && isFolder(filepath.Join(at, "refs")):
			return endlessIn(at)
		case filepath.Dir(at) == at:
			return nil // git says that there is none
		}
	}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// endlessBehind looks where a file says that Git's folder is.
func endlessBehind(file string) error {
	line, err := readPlain(file, maxLine)
	if err != nil {
		return err
	}
	there, ok := strings.CutPrefix(strings.TrimRight(string(line), "\r\n"), "gitdir: ")
	if !ok {
		return nil // git says what is wrong with it
	}
	return endlessIn(beside(filepath.Dir(file), there))
}

// beside is a path that a file of a folder names.
func beside(dir, name string) string {
	if name = filepath.FromSlash(name); filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

func endlessIn(dir string) error {
	for name, most := range map[string]int64{
		"HEAD": maxLine, "commondir": maxLine, "gitdir": maxLine, "config": maxConfig, "config.worktree": maxConfig,
		"packed-refs": maxPacked, "shallow": maxPacked, "info/grafts": maxPacked, "info/attributes": maxConfig,
		"info/exclude": maxConfig, "info/sparse-checkout": maxConfig, "objects/info/alternates": maxConfig, "index": 1 << 62,
	} {
		if err := regular(filepath.Join(dir, filepath.FromSlash(name)), most); err != nil && errors.Is(err, errNotPlain) {
			return err
		}
	}
	for folder, most := range map[string]int64{"refs": maxLine, "objects/pack": 1 << 62} {
		if err := endlessBelow(filepath.Join(dir, filepath.FromSlash(folder)), most); err != nil {
			return err
		}
	}
	if line, err := os.ReadFile(filepath.Join(dir, "commondir")); err == nil {
		if common := beside(dir, strings.TrimRight(string(line), "\r\n")); common != dir && !isFile(filepath.Join(common, "commondir")) {
			return endlessIn(common)
		}
	}
	return nil
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

func endlessBelow(folder string, most int64) error {
	return filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // git says what it cannot read
		}
		if err := regular(name, most); errors.Is(err, errNotPlain) {
			return err
		}
		return nil
	})
}
