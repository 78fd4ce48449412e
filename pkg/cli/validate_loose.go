package cli

import (
	"bytes"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/service-catalogue/sc/pkg/check"
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
	return os.Open(d.app.path(name))
}

// looseTargets are the files that the paths name and the YAML and JSON files below
// the folders among them.
func (a *app) looseTargets(paths []string, choose check.Choice) ([]target, error) {
	if len(paths) == 0 {
		paths = []string{a.shownDir()}
	}
	t := target{shown: ".", dir: a.Dir, files: disk{a}, choose: choose, named: paths}
	for _, p := range paths {
		names, err := a.filesBelow(p)
		if err != nil {
			return nil, err
		}
		t.only = append(t.only, names...)
	}
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

func (a *app) filesBelow(given string) ([]string, error) {
	if given == "-" {
		return []string{given}, nil
	}
	var names []string
	err := filepath.WalkDir(a.path(given), func(full string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && strings.HasPrefix(e.Name(), ".") && full != a.path(given):
			return filepath.SkipDir
		case e.IsDir():
		case full == a.path(given):
			names = append(names, filepath.ToSlash(given))
		case e.Type().IsRegular() && slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(path.Ext(e.Name()))):
			names = append(names, a.below(given, full))
		}
		return nil
	})
	if err != nil {
		return nil, unreadable(given, err)
	}
	return names, nil
}

// below names a file below a folder as the folder was named.
func (a *app) below(given, full string) string {
	rel, err := filepath.Rel(a.path(given), full)
	if err != nil {
		return filepath.ToSlash(full)
	}
	return path.Join(filepath.ToSlash(given), filepath.ToSlash(rel))
}

// chooser says how the schema of a loose file is found: by --schema, else by what
// the file says of itself.
func (a *app) chooser(o *validateOptions) (check.Choice, error) {
	l := &library{app: a, options: o.applied(), open: map[string]*validator.Schema{}}
	for _, m := range o.schemaMap {
		from, dir, ok := strings.Cut(m, "=")
		if !ok || from == "" || dir == "" {
			return nil, fault(finding.Say("--schema-map %s: expected URL=DIR", m), finding.Say("for example --schema-map https://example.com/schemas=./schemas"))
		}
		l.maps = append(l.maps, mapping{from, a.path(dir)})
	}
	if o.schema == "" {
		return l.ownSchema, nil
	}
	schema, err := l.at(l.address(a.Dir, o.schema))
	return func(string, []byte) (*validator.Schema, error) { return schema, nil }, err
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

	mu   sync.Mutex
	open map[string]*validator.Schema
}

// mapping is a part of the web that lies on disk.
type mapping struct{ url, dir string }

// modeline is a comment in which a file names its schema for editors.
var modeline = regexp.MustCompile(`^#[ \t]*(?:yaml-language-server:[ \t]*\$schema=|\$schema:[ \t]*)(\S+)[ \t]*\r?$`)

// ownSchema is the schema that a file names in one of the comments at its head;
// nil where it names none.
func (l *library) ownSchema(name string, data []byte) (*validator.Schema, error) {
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")), "\r\n")
		if len(line) > 0 && line[0] != '#' && !bytes.Equal(line, []byte("---")) {
			break
		}
		if m := modeline.FindSubmatch(line); m != nil {
			return l.at(l.address(filepath.Dir(l.app.path(name)), string(m[1])))
		}
	}
	return nil, nil
}

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
	if s, ok := l.open[address]; ok {
		return s, nil
	}
	s, err := l.app.schemas.Open(address, l.load, l.options...)
	l.open[address] = s
	return s, err
}

// load reads a schema's text: from disk, from where --schema-map says, or one of
// the catalogue's own. The network is never used.
func (l *library) load(address string) ([]byte, error) {
	for _, m := range l.maps {
		if rest, ok := strings.CutPrefix(address, m.url); ok {
			return os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(rest)))
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
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, unreadable(l.app.relative(file), err)
	}
	return data, nil
}
