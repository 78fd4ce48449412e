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
)

// target is what one or more paths mean: a catalogue folder, or loose files.
type target struct {
	shown  string // how its folder is named to people
	dir    string // where it lies on disk; empty for a revision
	files  fs.FS
	only   []string     // the files asked for; none is all of a catalogue
	choose check.Choice // how the schema of a loose file is found; nil for a catalogue
	named  []string     // the loose files and folders that were named themselves
}

func (t target) check(ctx context.Context, c *check.Checker) (check.Report, error) {
	if t.choose != nil {
		r, err := c.Loose(ctx, t.files, t.only, t.choose)
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
		if slices.Contains(t.only, name) && !slices.Contains(r.Files, name) {
			return fault(finding.Say("%s names no schema, and lies in no catalogue", name), finding.Say("say which: sc validate --schema FILE %s", name))
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
	about := func(name string) func(finding.Finding) bool {
		return func(f finding.Finding) bool { return f.File == name }
	}
	for _, name := range t.only {
		if !slices.Contains(r.Files, name) && !slices.ContainsFunc(r.Findings, about(name)) {
			return r, fault(finding.Say("%s is no file of a catalogue", shownPath(t.shown, name)), finding.Say("entries lie in services/, records in requests/, meetings/ and versions/; any other file needs --schema"))
		}
	}
	return r.Only(func(name string) bool { return slices.Contains(t.only, name) }), nil
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
	choose, err := a.chooser(o)
	if err != nil {
		return nil, err
	}
	if o.schema != "" {
		return a.looseTargets(paths, choose)
	}
	if len(paths) > 0 {
		return a.namedTargets(paths, choose)
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
		t.only = append(t.only, strings.TrimPrefix(filepath.ToSlash(p), d.root+"/"))
	}
	return []target{t}, nil
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
func (a *app) namedTargets(paths []string, choose check.Choice) ([]target, error) {
	var targets []target
	var loose []string
	for _, p := range paths {
		full := a.path(p)
		info, err := os.Stat(full)
		if err != nil {
			return nil, unreadable(p, err)
		}
		dir, name := catalogueOf(full)
		switch {
		case info.IsDir() && isCatalogue(full):
			targets = append(targets, a.folderTarget(full))
		case info.IsDir():
			loose = append(loose, p)
		case !isCatalogue(dir):
			loose = append(loose, p)
		default:
			targets = a.withFile(targets, dir, name)
		}
	}
	if len(loose) == 0 {
		return targets, nil
	}
	more, err := a.looseTargets(loose, choose)
	return append(targets, more...), err
}

// withFile adds a file to those asked for of its catalogue.
func (a *app) withFile(targets []target, dir, name string) []target {
	i := slices.IndexFunc(targets, func(t target) bool { return t.dir == dir && t.only != nil })
	if i < 0 {
		targets = append(targets, a.folderTarget(dir))
		i = len(targets) - 1
	}
	targets[i].only = append(targets[i].only, name)
	return targets
}

func unreadable(name string, err error) error {
	return &finding.Fault{Message: finding.Say("the file %s cannot be read", name), Hint: finding.Say("check its name and that you may read it"), Cause: err}
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
