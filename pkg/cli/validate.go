package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/validator"
)

// newValidate checks files against schema and against each other.
func newValidate(a *app) *cobra.Command {
	var at string
	c := &cobra.Command{
		Use:     "validate [PATH…]",
		Short:   a.say.T("Check the catalogue's files; no key needed"),
		Long:    a.say.T("Checks service entries, requests, meetings, versions and the procedure against their schemas and against each other, and says file, line and column of each fault. A PATH is a catalogue folder or a file in one. It exits 1 if there is an error."),
		Example: "  sc validate\n  sc validate catalogue/services/svc-db-ops.yaml\n  sc validate --at 1.0.0",
	}
	c.Flags().StringVar(&at, "at", "", a.say.T("check this version or revision in place of the files on disk"))
	return a.runs(c, arity{0, -1}, func(ctx context.Context, args []string) error { return a.validate(ctx, at, args) })
}

// target is a catalogue folder to validate and, if not all of it, the files.
type target struct {
	shown string // how the folder is named in findings
	files fs.FS
	only  []string // paths below the folder; empty is all
}

func (a *app) validate(ctx context.Context, at string, paths []string) error {
	targets, err := a.targets(ctx, at, paths)
	if err != nil {
		return err
	}
	var found []finding.Finding
	files := 0
	for _, t := range targets {
		fs, n, err := a.check(t)
		if err != nil {
			return err
		}
		found, files = append(found, fs...), files+n
	}
	if files == 0 && len(found) == 0 {
		return fault(finding.Say("there is no file of a catalogue here"), finding.Say("name a catalogue folder (it holds procedure.yaml or services/)"))
	}
	finding.Sort(found)
	return a.findings(found, files)
}

// findings shows what a check found, and ends with its exit code.
func (a *app) findings(found []finding.Finding, files int) error {
	shown := render.Findings{Out: a.Out, Say: a.say}
	var err error
	if a.flags.json || a.flags.jq != "" {
		err = shown.JSON(found)
	} else if err = shown.Text(found); err == nil {
		a.note(a.say.T("%s files checked, %s findings", files, len(found)))
	}
	if err == nil && finding.Failed(found) {
		return quiet(exitFindings)
	}
	return err
}

// targets are the folders that the paths mean; without paths, the catalogue
// that the command stands in.
func (a *app) targets(ctx context.Context, at string, paths []string) ([]target, error) {
	if at != "" {
		d, err := a.openAt(ctx, at)
		if err != nil {
			return nil, err
		}
		t := target{shown: d.root, files: d.files}
		for _, p := range paths {
			t.only = append(t.only, strings.TrimPrefix(filepath.ToSlash(p), d.root+"/"))
		}
		return []target{t}, nil
	}
	if len(paths) > 0 {
		return a.namedTargets(paths)
	}
	dir, err := a.catalogueFolder(ctx)
	if err != nil {
		return nil, err
	}
	return []target{{shown: a.relative(dir), files: os.DirFS(dir)}}, nil
}

// catalogueFolder is the folder on disk: here or above, else below catalogue/,
// else where the ledger has it.
func (a *app) catalogueFolder(ctx context.Context) (string, error) {
	for dir := a.dir(); ; dir = filepath.Dir(dir) {
		for _, c := range []string{dir, filepath.Join(dir, "catalogue")} {
			if isCatalogue(c) {
				return c, nil
			}
		}
		if filepath.Dir(dir) == dir {
			break
		}
	}
	d, err := a.open(ctx)
	if err != nil {
		return "", err
	}
	return d.worktree(), nil
}

func isCatalogue(dir string) bool {
	for _, name := range []string{records.ProcedureFile, "services"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// namedTargets sorts paths into folders, and files by the catalogue they lie in.
func (a *app) namedTargets(paths []string) ([]target, error) {
	var targets []target
	for _, p := range paths {
		full := a.path(p)
		info, err := os.Stat(full)
		if err != nil {
			return nil, &finding.Fault{Message: finding.Say("the file %s cannot be read", p), Hint: finding.Say("check its name and that you may read it"), Cause: err}
		}
		if info.IsDir() {
			targets = append(targets, target{shown: a.relative(full), files: os.DirFS(full)})
			continue
		}
		dir, name := catalogueOf(full)
		i := slices.IndexFunc(targets, func(t target) bool { return t.shown == a.relative(dir) && t.only != nil })
		if i < 0 {
			targets = append(targets, target{shown: a.relative(dir), files: os.DirFS(dir)})
			i = len(targets) - 1
		}
		targets[i].only = append(targets[i].only, name)
	}
	return targets, nil
}

// catalogueOf parts a file's path into its catalogue folder and the rest: the
// folder above services/, requests/, meetings/ or versions/.
func catalogueOf(file string) (dir, name string) {
	parts := strings.Split(filepath.ToSlash(file), "/")
	for i := len(parts) - 2; i > 0; i-- {
		if slices.Contains([]string{"services", "requests", "meetings", "versions"}, parts[i]) {
			return filepath.FromSlash(strings.Join(parts[:i], "/")), strings.Join(parts[i:], "/")
		}
	}
	return filepath.Dir(file), filepath.Base(file)
}

// relative is a folder as people see it from where they are.
func (a *app) relative(dir string) string {
	rel, err := filepath.Rel(a.Dir, dir)
	if err != nil || strings.HasPrefix(rel, "..") {
		return filepath.ToSlash(dir)
	}
	return filepath.ToSlash(rel)
}

// check validates a folder: each file by its schema, then the entries among
// each other and the procedure by itself.
func (a *app) check(t target) ([]finding.Finding, int, error) {
	sources, found, err := validator.Catalogue(t.files)
	if err != nil {
		return nil, 0, &finding.Fault{Message: finding.Say("the folder %s cannot be read", t.shown), Cause: err}
	}
	if err := t.known(sources, found); err != nil {
		return nil, 0, err
	}
	var located []catalogue.Located
	files := 0
	for _, s := range sources {
		doc, faults, err := document.Read(t.files, s.File)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, 0, err
		}
		if !finding.Failed(faults) {
			faults = append(faults, a.schemas.Check(doc, s.Kind)...)
		}
		if !finding.Failed(faults) {
			faults = append(faults, semantic(doc, s, &located)...)
		}
		found = append(found, faults...)
		if len(t.only) == 0 || slices.Contains(t.only, s.File) {
			files++
		}
	}
	found = append(found, catalogue.Check(located, catalogue.Staff{})...)
	return t.picked(found), files, nil
}

// known refuses a file that is asked for and is none of the catalogue: what was
// not checked must not look good.
func (t target) known(sources []validator.Source, found []finding.Finding) error {
	for _, name := range t.only {
		is := slices.ContainsFunc(sources, func(s validator.Source) bool { return s.File == name }) ||
			slices.ContainsFunc(found, func(f finding.Finding) bool { return f.File == name })
		if !is {
			return fault(finding.Say("%s is no file of a catalogue", shownPath(t.shown, name)), finding.Say("entries lie in services/, records in requests/, meetings/ and versions/"))
		}
	}
	return nil
}

// semantic is what a well-formed record says that cannot be.
func semantic(doc *document.Document, s validator.Source, located *[]catalogue.Located) []finding.Finding {
	switch s.Kind {
	case validator.Service:
		var e catalogue.Entry
		if doc.Decode(&e) == nil {
			*located = append(*located, catalogue.Located{File: s.File, Entry: e, Places: doc.Place})
		}
	case validator.Procedure:
		var p procedure.Procedure
		if doc.Decode(&p) == nil {
			return placed(doc, s.File, p.Check())
		}
	}
	return nil
}

// placed gives findings about values their file and place.
func placed(doc *document.Document, file string, found []finding.Finding) []finding.Finding {
	for i := range found {
		found[i].File, found[i].Start = file, doc.Place(found[i].Pointer)
	}
	return found
}

// picked keeps what concerns the files asked for, and names them as people see
// them.
func (t target) picked(found []finding.Finding) []finding.Finding {
	var kept []finding.Finding
	for _, f := range found {
		if len(t.only) == 0 || slices.Contains(t.only, f.File) {
			f.File = shownPath(t.shown, f.File)
			for i := range f.Related {
				f.Related[i].File = shownPath(t.shown, f.Related[i].File)
			}
			kept = append(kept, f)
		}
	}
	return kept
}

func shownPath(dir, file string) string {
	if dir == "." {
		return file
	}
	return dir + "/" + file
}
