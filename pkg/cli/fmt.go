package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/validator"
)

// newFmt lays service entries out in canonical form.
func newFmt(a *app) *cobra.Command {
	var check bool
	c := &cobra.Command{
		Use:     "fmt [PATH…]",
		Short:   a.say.T("Lay service entries out in canonical form"),
		Long:    a.say.T("Puts the fields of service entries into the order of the schema and the lines into one form: two spaces for each level, one empty line at most, LF. Comments stay with their fields, values as they are written. A PATH is an entry or a folder of entries; - reads standard input and writes the result. It prints the names of the files that it changes. Requests, meetings, versions and the procedure are never touched: they change by signed entries only. An entry that was published becomes a draft where its bytes change. It exits 1 if a file cannot be formatted, or with --check if one would change."),
		Example: "  sc fmt\n  sc fmt --check\n  sc fmt catalogue/services/svc-db-ops.yaml\n  sc fmt - < draft.yaml",
	}
	c.Flags().BoolVar(&check, "check", false, a.say.T("write nothing; exit 1 if a file would change"))
	c.Flags().BoolVarP(&a.flags.dryRun, "dry-run", "n", false, a.say.T("show what would be written; write nothing"))
	return a.runs(c, arity{0, -1}, func(ctx context.Context, args []string) error {
		order, err := validator.Order(validator.Service)
		if err != nil {
			return err
		}
		t := &typesetting{app: a, order: order, write: !check && !a.flags.dryRun}
		if err := t.run(ctx, args); err != nil {
			return err
		}
		if check && len(t.changed) > 0 {
			return quiet(exitFindings)
		}
		return nil
	})
}

// typesetting is one run of fmt.
type typesetting struct {
	app     *app
	order   document.Order
	write   bool
	found   []finding.Finding
	changed []changedFile
}

// changedFile is a file that was, or would be, formatted.
type changedFile struct {
	Path string `json:"path"`
}

func (t *typesetting) run(ctx context.Context, paths []string) error {
	if slices.Contains(paths, "-") {
		return t.stream(paths)
	}
	files, err := t.entries(ctx, paths)
	if err != nil {
		return err
	}
	for _, name := range files {
		if err := t.file(name); err != nil {
			return err
		}
	}
	if err := t.tell(); err != nil {
		return err
	}
	if len(t.found) > 0 {
		return quiet(exitFindings)
	}
	return nil
}

// tell lists what changed, and shows beside it what was left alone.
func (t *typesetting) tell() error {
	page := render.Page{Value: append([]changedFile{}, t.changed...)}
	var rows [][]any
	for _, c := range t.changed {
		rows = append(rows, []any{c.Path})
	}
	if len(rows) > 0 {
		page.Sections = []render.Section{{Rows: rows}}
	}
	if err := t.app.show(page); err != nil {
		return err
	}
	finding.Sort(t.found)
	return t.app.findingsToErr(t.found)
}

// stream formats standard input onto standard output.
func (t *typesetting) stream(paths []string) error {
	if len(paths) > 1 {
		return fault(finding.Say("standard input is formatted alone"), finding.Say("name either - or files"))
	}
	data, err := io.ReadAll(io.LimitReader(t.app.In, maxEntry))
	if err != nil {
		return err
	}
	out := t.formatted("-", data)
	if len(t.found) > 0 {
		return errors.Join(t.app.findingsToErr(t.found), quiet(exitFindings))
	}
	if !bytes.Equal(data, out) {
		t.changed = append(t.changed, changedFile{"-"})
	}
	if !t.write {
		return t.tell()
	}
	_, err = t.app.Out.Write(out)
	return err
}

// maxEntry is one byte more than an entry may have: so much shows that it is too
// large.
const maxEntry = document.MaxBytes + 1

// formatted is a text in canonical form; nil where that cannot be, which is noted.
func (t *typesetting) formatted(shown string, data []byte) []byte {
	out, err := document.Format(data, t.order)
	var left *document.Unformatted
	if errors.As(err, &left) {
		for _, f := range left.Findings {
			f.File = shown
			for i := range f.Related {
				f.Related[i].File = shown
			}
			t.found = append(t.found, f)
		}
		return nil
	}
	return out
}

// file formats one entry.
func (t *typesetting) file(name string) error {
	shown := t.app.relative(name)
	info, err := os.Lstat(name)
	if err != nil {
		return unreadable(shown, err)
	}
	if !info.Mode().IsRegular() {
		t.found = append(t.found, finding.Finding{
			File: shown, Rule: "path/irregular", Severity: finding.Error,
			Message: finding.Say("not a regular file, such as a link; records are files"),
			Hint:    finding.Say("put the file itself here"),
		})
		return nil
	}
	data, err := readEntry(name)
	if err != nil {
		return unreadable(shown, err)
	}
	out := t.formatted(shown, data)
	if out == nil || bytes.Equal(data, out) {
		return nil
	}
	if t.write {
		if err := replaceFile(name, out); err != nil {
			return &finding.Fault{Message: finding.Say("the file %s cannot be written", shown), Hint: finding.Say("check that you may write to its folder"), Cause: err}
		}
	}
	t.changed = append(t.changed, changedFile{shown})
	return nil
}

func readEntry(name string) ([]byte, error) {
	return readPlain(name, maxEntry)
}

// entries are the files of the service entries that the paths mean, each once and in
// order; without paths, those of the catalogue that the command stands in.
func (t *typesetting) entries(ctx context.Context, paths []string) ([]string, error) {
	if len(paths) == 0 {
		dir, err := t.app.catalogueFolder(ctx)
		if err != nil {
			return nil, err
		}
		return t.folder(dir, dir)
	}
	var files []string
	for _, p := range paths {
		more, err := t.path(p)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// path are the entries that one path means.
func (t *typesetting) path(given string) ([]string, error) {
	full := filepath.Clean(t.app.path(given))
	info, err := os.Stat(full)
	if err != nil {
		return nil, unreadable(given, err)
	}
	dir, name, found := catalogueAt(full)
	top, _, _ := strings.Cut(name, "/")
	switch {
	case found && (name == "." || name == "services"):
		return t.folder(dir, given)
	case found && top != "services":
		return nil, ledgerOwned(given)
	case info.IsDir():
		return nil, noEntries(given)
	case found && path.Dir(name) == "services" && path.Ext(name) == ".yaml":
		return []string{full}, nil
	}
	return nil, fault(finding.Say("%s is no service entry", given), finding.Say("entries lie in services/ and end in .yaml; any text is formatted with \"sc fmt -\""))
}

// ledgerOwned refuses what signed entries alone may change.
func ledgerOwned(name string) error {
	return fault(finding.Say("%s is a record of the ledger; it is never rewritten", name), finding.Say("only service entries are formatted: those in services/"))
}

func noEntries(name string) error {
	return fault(finding.Say("there is no service entry in %s", name), finding.Say("name a catalogue folder (it holds procedure.yaml or services/)"))
}

// folder are the entries of a catalogue folder.
func (t *typesetting) folder(dir, shown string) ([]string, error) {
	names, err := fs.Glob(os.DirFS(dir), "services/*.yaml")
	if err == nil && len(names) == 0 {
		if shown == dir {
			shown = t.app.relative(dir)
		}
		return nil, noEntries(shown)
	}
	for i, name := range names {
		names[i] = filepath.Join(dir, filepath.FromSlash(name))
	}
	return names, err
}
