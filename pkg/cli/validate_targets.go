package cli

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// target is what one or more paths mean: a catalogue folder, or loose files.
type target struct {
	shown   string // how its folder is named to people
	dir     string // where it lies on disk; empty for a revision
	files   fs.FS
	only    []string // the files asked for; of a catalogue folders too, and none is all
	schemas *library // where the schemas of loose files are found; nil for a catalogue
	named   []string // the loose files that were named themselves
	held    *overlay // with --fix: the files as they were checked
}

func (t target) check(ctx context.Context, c *check.Checker) (check.Report, error) {
	if t.schemas != nil {
		r, err := c.Loose(ctx, t.files, t.only, t.schemas.choose)
		if err != nil {
			return r, err
		}
		return r, t.insist(r)
	}
	r, err := c.Catalogue(ctx, t.files)
	if err != nil {
		return r, &finding.Fault{Message: finding.Say("the folder %s cannot be read", t.shown), Cause: err}
	}
	return t.picked(r)
}

// insist refuses a file without a schema that was named itself and not found in a
// folder: what was not checked must not look good.
func (t target) insist(r check.Report) error {
	for _, name := range t.named {
		if !slices.Contains(r.Files, name) {
			return fault(finding.Say("%s names no schema, and lies in no catalogue", name), finding.Say("say which: sc validate --schema FILE %s; a text of the procedure is checked by: sc procedure check %s", name, name))
		}
	}
	return nil
}

// picked keeps what concerns the files asked for. One that is none of the
// catalogue is refused: what was not checked must not look good.
func (t target) picked(r check.Report) (check.Report, error) {
	if len(t.only) == 0 {
		return r, nil
	}
	for _, name := range t.only {
		about := func(file string) bool { return file == name || strings.HasPrefix(file, name+"/") }
		if !slices.ContainsFunc(r.Files, about) && !slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return about(f.File) }) {
			return r, fault(finding.Say("%s is no file of a catalogue", shownPath(t.shown, name)), finding.Say("entries lie in services/, records in requests/, meetings/ and versions/; any other file needs --schema"))
		}
	}
	return r.Only(t.asked), nil
}

// asked reports whether a file is one of those asked for, or lies below one.
func (t target) asked(file string) bool {
	return len(t.only) == 0 || slices.ContainsFunc(t.only, func(name string) bool {
		return file == name || strings.HasPrefix(file, name+"/")
	})
}

// shownAs names files as people see them.
func (t target) shownAs(r check.Report) check.Report {
	for i, name := range r.Files {
		r.Files[i] = shownPath(t.shown, name)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.File = shownPath(t.shown, f.File)
		for j := range f.Related {
			f.Related[j].File = shownPath(t.shown, f.Related[j].File)
		}
	}
	return r
}

// inside is the name in a target of a file as people see it.
func (t target) inside(shown string) (string, bool) {
	if t.shown == "." {
		return shown, true
	}
	return strings.CutPrefix(shown, t.shown+"/")
}

func shownPath(dir, file string) string {
	if dir == "." {
		return file
	}
	return dir + "/" + file
}

// targets are the folders and files that the paths mean; without paths, the
// catalogue that the command stands in.
func (a *app) targets(ctx context.Context, o *validateOptions, paths []string) ([]target, error) {
	if o.at != "" {
		return a.targetsAt(ctx, o, paths)
	}
	schemas, err := a.library(o)
	if err != nil {
		return nil, err
	}
	if o.schema != "" {
		return a.looseTargets(paths, schemas)
	}
	if len(paths) > 0 {
		return a.namedTargets(paths, schemas)
	}
	dir, err := a.catalogueFolder(ctx)
	if err != nil {
		return nil, err
	}
	return []target{a.folderTarget(dir)}, nil
}

func (a *app) folderTarget(dir string) target {
	return target{shown: a.relative(dir), dir: dir, files: os.DirFS(dir)}
}

// targetsAt is the catalogue at a revision.
func (a *app) targetsAt(ctx context.Context, o *validateOptions, paths []string) ([]target, error) {
	if o.schema != "" {
		return nil, fault(finding.Say("--schema reads files on disk"), finding.Say("leave out --at, or --schema"))
	}
	d, err := a.openAt(ctx, o.at)
	if err != nil {
		return nil, err
	}
	t := target{shown: d.root, files: d.files}
	for _, p := range paths {
		name, inside := d.inside(a.path(p))
		if !inside {
			return nil, fault(finding.Say("%s is no file of a catalogue", p), finding.Say("the catalogue of %s lies in %s", o.at, d.root))
		}
		if name == "." {
			return []target{{shown: d.root, files: d.files}}, nil
		}
		t.only = append(t.only, name)
	}
	return []target{t}, nil
}

// inside names a path of the work tree from the catalogue folder; the folder itself
// and those above it are ".".
func (d *desk) inside(full string) (string, bool) {
	if real, err := filepath.EvalSymlinks(filepath.Dir(full)); err == nil {
		full = filepath.Join(real, filepath.Base(full))
	}
	home := filepath.Join(d.repo.Top(), filepath.FromSlash(d.root))
	if rel, err := filepath.Rel(full, home); err == nil && !strings.HasPrefix(rel, "..") {
		return ".", true
	}
	rel, err := filepath.Rel(home, full)
	return filepath.ToSlash(rel), err == nil && !strings.HasPrefix(rel, "..")
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

// namedTargets sorts paths into catalogue folders, the files of each, and loose
// files.
func (a *app) namedTargets(paths []string, schemas *library) ([]target, error) {
	var targets []target
	var loose []string
	for _, p := range paths {
		full := a.path(p)
		if _, err := os.Stat(full); err != nil && p != "-" {
			return nil, unreadable(p, err)
		}
		dir, name, found := catalogueAt(full)
		switch {
		case !found:
			loose = append(loose, p)
		case name == ".":
			targets = slices.DeleteFunc(targets, func(t target) bool { return t.dir == dir })
			targets = append(targets, a.folderTarget(dir))
		default:
			targets = a.withFile(targets, dir, name)
		}
	}
	if len(loose) == 0 {
		return targets, nil
	}
	more, err := a.looseTargets(loose, schemas)
	return append(targets, more...), err
}

// withFile adds a file or folder to those asked for of its catalogue, unless all of
// it is asked for.
func (a *app) withFile(targets []target, dir, name string) []target {
	i := slices.IndexFunc(targets, func(t target) bool { return t.dir == dir })
	if i < 0 {
		targets = append(targets, a.folderTarget(dir))
		targets[len(targets)-1].only = []string{name}
	} else if len(targets[i].only) > 0 && !targets[i].asked(name) {
		targets[i].only = append(targets[i].only, name)
	}
	return targets
}

// catalogueAt finds the catalogue that a path means: a catalogue folder, one with a
// catalogue/ in it, or what lies in one. The name is the rest of the path.
func catalogueAt(full string) (dir, name string, found bool) {
	for _, c := range []string{full, filepath.Join(full, "catalogue")} {
		if isCatalogue(c) {
			return c, ".", true
		}
	}
	for dir := filepath.Dir(full); ; dir = filepath.Dir(dir) {
		rel, err := filepath.Rel(dir, full)
		top, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		if err == nil && slices.Contains(validator.Folders(), top) && isCatalogue(dir) {
			return dir, filepath.ToSlash(rel), true
		}
		if filepath.Dir(dir) == dir {
			return "", "", false
		}
	}
}

func unreadable(name string, err error) error {
	return &finding.Fault{Message: finding.Say("the file %s cannot be read", name), Hint: finding.Say("check its name and that you may read it"), Cause: err}
}

// relative is a folder as people see it from where they are.
func (a *app) relative(dir string) string {
	rel, err := filepath.Rel(a.Dir, dir)
	if err != nil || len(rel) > len(dir) {
		return filepath.ToSlash(dir)
	}
	return filepath.ToSlash(rel)
}
