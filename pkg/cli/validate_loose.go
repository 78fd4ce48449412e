package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/validator"
	"github.com/service-catalogue/sc/schemas"
)

// disk is the files of this machine under the names that people give them.
type disk struct{ app *app }

func (d disk) Open(name string) (fs.File, error) {
	if name == "-" {
		data, err := d.app.readStdin()
		return &inMemory{name: name, Reader: bytes.NewReader(data)}, err
	}
	return openPlain(d.app.path(name))
}

// looseTargets are the files that the paths name and the YAML and JSON files below
// the folders among them.
func (a *app) looseTargets(paths []string, schemas *library) ([]target, error) {
	if len(paths) == 0 {
		paths = []string{a.shownDir()}
	}
	t := target{shown: ".", dir: a.Dir, files: disk{a}, schemas: schemas}
	for _, p := range paths {
		names, err := a.filesBelow(p)
		if err != nil {
			return nil, err
		}
		if len(names) == 1 && names[0] == cleanName(p) {
			t.named = append(t.named, names[0])
		}
		t.only = append(t.only, names...)
	}
	t.only = slices.DeleteFunc(t.only, func(name string) bool {
		return schemas.reads(a.path(name)) && !slices.Contains(t.named, name)
	})
	slices.Sort(t.only)
	t.only = slices.Compact(t.only)
	return []target{t}, nil
}

// shownDir is the folder the command works in, as people name it.
func (a *app) shownDir() string {
	if a.flags.dir == "" {
		return "."
	}
	return a.flags.dir
}

func cleanName(given string) string { return path.Clean(filepath.ToSlash(given)) }

func (a *app) filesBelow(given string) ([]string, error) {
	if given == "-" {
		return []string{given}, nil
	}
	info, err := os.Stat(a.path(given))
	switch {
	case err != nil:
		return nil, unreadable(given, err)
	case info.Mode().IsRegular():
		return []string{cleanName(given)}, nil
	case !info.IsDir():
		return nil, fault(finding.Say("%s is neither a file nor a folder", given), finding.Say("a pipe can be read as standard input: -"))
	}
	top, err := filepath.EvalSymlinks(a.path(given))
	if err != nil {
		return nil, unreadable(given, err)
	}
	var names []string
	err = filepath.WalkDir(top, func(full string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && slices.Contains([]string{".git", "node_modules"}, e.Name()):
			return filepath.SkipDir
		case isFile(full, e) && slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(path.Ext(e.Name()))):
			rel, err := filepath.Rel(top, full)
			if err != nil {
				return err
			}
			names = append(names, path.Join(cleanName(given), filepath.ToSlash(rel)))
		}
		return nil
	})
	if err != nil {
		return nil, unreadable(given, err)
	}
	return names, nil
}

// isFile reports whether an entry of a folder is a file, or a link to one.
func isFile(full string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.Type().IsRegular()
	}
	info, err := os.Stat(full)
	return err == nil && info.Mode().IsRegular()
}

// library finds the schemas of loose files: that of --schema, else the one that a
// file names itself.
func (a *app) library(o *validateOptions) (*library, error) {
	l := &library{app: a, options: o.applied(), open: map[string]opened{}}
	for _, m := range o.schemaMap {
		from, dir, ok := strings.Cut(m, "=")
		if !ok || from == "" || dir == "" {
			return nil, fault(finding.Say("--schema-map %s: expected URL=DIR", m), finding.Say("for example --schema-map https://example.com/schemas=./schemas"))
		}
		l.maps = append(l.maps, mapping{strings.TrimSuffix(from, "/"), a.path(dir)})
	}
	slices.SortStableFunc(l.maps, func(a, b mapping) int { return len(b.url) - len(a.url) })
	if o.schema == "" {
		return l, nil
	}
	var err error
	l.one, err = l.at(l.address(a.Dir, o.schema))
	return l, err
}

func (o *validateOptions) applied() []validator.Option {
	if o.assertFormat {
		return []validator.Option{validator.AssertFormat}
	}
	return nil
}

// library opens schemas from disk, each once.
type library struct {
	app     *app
	options []validator.Option
	maps    []mapping
	one     *validator.Schema // that of --schema, for all files

	mu   sync.Mutex
	open map[string]opened
	read []string // the files that were read
}

// maxSchemaBytes is how large a schema's file may be.
const maxSchemaBytes = 16 << 20

// opened is a schema, or why there is none.
type opened struct {
	schema *validator.Schema
	err    error
}

// mapping is a part of the web that lies on disk.
type mapping struct{ url, dir string }

// reads reports whether a file is one that a schema was read from.
func (l *library) reads(file string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Contains(l.read, file)
}

// modeline is a comment in which a file names its schema for editors.
var modeline = regexp.MustCompile(`^#[ \t]*(?:yaml-language-server:[ \t]*\$schema=|\$schema:[ \t]*)(\S+)[ \t]*\r?$`)

// choose gives the schema for a file: that of all, else the one that the file names
// in a comment at its head or, in JSON, as its first field; nil where it names none.
func (l *library) choose(name string, data []byte) (*validator.Schema, error) {
	if l.one != nil {
		return l.one, nil
	}
	dir := filepath.Dir(l.app.path(name))
	if m := firstField.FindSubmatch(data); m != nil && strings.EqualFold(path.Ext(name), ".json") && !bytes.Contains(m[1], []byte("://")) {
		return l.at(l.address(dir, string(m[1])))
	}
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")), "\r\n")
		if len(line) > 0 && line[0] != '#' && !bytes.Equal(line, []byte("---")) {
			break
		}
		if m := modeline.FindSubmatch(line); m != nil {
			return l.at(l.address(dir, string(m[1])))
		}
	}
	return nil, nil
}

// firstField is the field in which a JSON file names its schema for editors.
var firstField = regexp.MustCompile(`^\s*\{\s*"\$schema"\s*:\s*"([^"\\]+)"`)

// address is the URL of a schema that is named by a path, seen from a folder, or
// by a URL.
func (l *library) address(dir, given string) string {
	if strings.Contains(given, "://") {
		return given
	}
	file := filepath.FromSlash(given)
	if !filepath.IsAbs(file) {
		file = filepath.Join(dir, file)
	}
	return fileURL(file)
}

func fileURL(file string) string {
	slashed := filepath.ToSlash(file)
	if !strings.HasPrefix(slashed, "/") { // a drive letter
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}

func (l *library) at(address string) (*validator.Schema, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	o, ok := l.open[address]
	if !ok {
		o.schema, o.err = l.app.schemas.Open(address, l.load, l.options...)
		l.open[address] = o
	}
	return o.schema, o.err
}

// load reads a schema's text: from disk, from where --schema-map says, or one of
// the catalogue's own. The network is never used.
func (l *library) load(address string) ([]byte, error) {
	for _, m := range l.maps {
		if rest, ok := strings.CutPrefix(address, m.url); ok && (rest == "" || rest[0] == '/') {
			return l.file(filepath.Join(m.dir, filepath.FromSlash(rest)))
		}
	}
	if name, ok := strings.CutPrefix(address, schemas.Base); ok {
		return schemas.FS.ReadFile(name)
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "file" {
		return nil, fault(finding.Say("the schema %s does not lie on this machine, and the network is never used", address), finding.Say("say where it lies: --schema-map URL=DIR"))
	}
	file := filepath.FromSlash(u.Path)
	if len(file) > 2 && file[0] == filepath.Separator && file[2] == ':' {
		file = file[1:]
	}
	return l.file(file)
}

// file reads a schema's file, which must be one: a pipe or a device has no end.
func (l *library) file(name string) ([]byte, error) {
	l.read = append(l.read, name)
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	var data []byte
	if err == nil && info.Size() > maxSchemaBytes {
		err = errors.New("too large")
	}
	if err == nil {
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, unreadable(l.app.relative(name), err)
	}
	return data, nil
}
