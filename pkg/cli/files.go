package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/service-catalogue/sc/pkg/finding"
)

// readLarge reads a file of at most so many bytes, or standard input for "-".
func (a *app) readLarge(name string, most int64) ([]byte, error) {
	var data []byte
	var err error
	if name == "-" {
		data, err = io.ReadAll(io.LimitReader(a.In, most+1))
	} else {
		data, err = a.readUpTo(name, most+1)
	}
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, fault(finding.Say("the file %s has more than %s MiB", name, int(most>>20)), finding.Sentence{})
	}
	return data, nil
}

// readUpTo reads the beginning of a file that somebody named.
func (a *app) readUpTo(name string, most int64) ([]byte, error) {
	data, err := readPlain(a.path(name), most)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	return data, nil
}

// put writes to a file in one piece, or to a device. What is behind a link stays as it
// is, and nothing waits for who may read a pipe.
func put(file string, text []byte) error {
	if err := replaceable(file); err != nil {
		return err
	}
	if info, err := os.Stat(file); err == nil && info.Mode()&fs.ModeDevice != 0 {
		return os.WriteFile(file, text, 0o644)
	}
	return replaceFile(file, text)
}

// replaceable refuses to write to a link or a pipe.
func replaceable(file string) error {
	info, err := os.Lstat(file)
	if err != nil {
		return nil // it is told when it is written
	}
	behind, err := os.Stat(file)
	switch {
	case err == nil && (behind.Mode()&fs.ModeDevice != 0 || behind.IsDir()):
		return nil
	case err == nil && !behind.Mode().IsRegular():
		return fault(finding.Say("%s is a pipe", file), finding.Say("leave -o out: it goes to standard output then"))
	case info.Mode()&fs.ModeSymlink != 0:
		target, _ := os.Readlink(file)
		return fault(finding.Say("%s is a link to %s", file, target), finding.Say("name the file itself, or remove the link"))
	}
	return nil
}

// unwritten is why a document was not written to a file.
func unwritten(name string, err error) error {
	var known *finding.Fault
	if errors.As(err, &known) {
		return err
	}
	return &finding.Fault{Message: finding.Say("the file %s cannot be written", name), Hint: finding.Say("check that its folder is there and that you may write to it"), Cause: err}
}
