package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// change is one line of git status --porcelain=v2: a path that differs.
type change struct {
	path   string
	staged ID   // its blob in the index; zero where it is not there
	same   bool // the work tree has what the index has
	landed bool // both have what the landing writes
	torn   bool // git was writing the file when something stopped it
	fresh  bool // the landing brings it
}

// half reports whether a landing that did not get the branch left it so.
func (c change) half() bool { return c.landed || c.torn }

// changes are the paths, of those asked for, where HEAD, index and work tree are
// not all the same, untracked and ignored files included.
func (r *Repository) changes(ctx context.Context, paths []journalPath) ([]change, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	args := []string{
		"status", "--porcelain=v2", "-z", "--no-renames", "--no-ahead-behind",
		"--untracked-files=all", "--ignored=traditional",
	}
	out, err := r.git.run(ctx, call{
		dir:  r.dir,
		args: append(append(args, "--"), few(names(paths))...),
		env:  []string{"GIT_OPTIONAL_LOCKS=0"},
	})
	if err != nil {
		return nil, err
	}
	asked := make(map[string]journalPath, len(paths))
	for _, p := range paths {
		asked[p.Path] = p
	}
	var found []change
	for line := range strings.SplitSeq(string(out), "\x00") {
		c, ok := parseChange(line)
		if p, wanted := asked[c.path]; ok && wanted {
			c.landed, c.fresh = c.same && c.staged == p.New, p.Old.IsZero()
			c.torn = !c.landed && p.either(c.staged) && r.torn(p)
			found = append(found, c)
		}
	}
	return found, nil
}

// few gives paths as arguments; where they are too many for a command line none,
// which means all.
func few(paths []string) []string {
	if len(paths) > 200 {
		return nil
	}
	return paths
}

func parseChange(line string) (change, bool) {
	kind, rest, ok := strings.Cut(line, " ")
	if !ok {
		return change{}, false
	}
	switch kind {
	case "?", "!":
		return change{path: rest}, true
	case "1": // XY sub mH mI mW hH hI path
		if f := strings.SplitN(rest, " ", 8); len(f) == 8 {
			id, _ := parseID(f[6])
			return change{path: f[7], staged: id, same: strings.HasSuffix(f[0], ".")}, true
		}
	case "u": // XY sub m1 m2 m3 mW h1 h2 h3 path
		if f := strings.SplitN(rest, " ", 10); len(f) == 10 {
			return change{path: f[9]}, true
		}
	}
	return change{}, false
}

// clean refuses changes of the user's to what the landing writes, save where the
// landing takes them along, and save those that are excused.
func (r *Repository) clean(ctx context.Context, j journal, excused func(change) bool) error {
	found, err := r.changes(ctx, j.written())
	found = slices.DeleteFunc(found, excused)
	if err != nil || len(found) == 0 {
		return err
	}
	return inTheWay(found[0].path)
}

func inTheWay(path string) error {
	return &finding.Fault{
		Message: finding.Say("%s has a change that is not committed, and this step writes to it", path),
		Hint:    finding.Say("look at it with git status; records are changed by sc only: put your change aside and take it back"),
	}
}

// unobstructed refuses where a file has appeared in the place of one that the landing
// brings: git read-tree writes over ignored files. What the landing put there itself, or
// a part of it, is in nobody's way.
func (r *Repository) unobstructed(j journal) error {
	for _, p := range j.written() {
		info, err := os.Lstat(filepath.Join(r.dir, filepath.FromSlash(p.Path)))
		if p.Old.IsZero() && err == nil && !info.IsDir() && !r.torn(p) {
			return inTheWay(p.Path)
		}
	}
	return nil
}

func nothing(change) bool { return false }

// leftovers are what the landing itself has put there.
func leftovers(c change) bool { return c.half() }

// unfiltered refuses files to be taken along that git would store with other bytes
// than the commit has.
func (r *Repository) unfiltered(ctx context.Context, j journal) error {
	taken := slices.DeleteFunc(j.taken(), func(p journalPath) bool { return p.New.IsZero() })
	stored, err := r.stored(ctx, names(taken))
	if err != nil {
		return err
	}
	for i, p := range taken {
		if stored[i] != p.New {
			return r.blameFilter(ctx, p)
		}
	}
	return nil
}

// stored is what git would store for each file of the work tree.
func (r *Repository) stored(ctx context.Context, paths []string) ([]ID, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	out, err := r.git.run(ctx, call{dir: r.dir, args: []string{"hash-object", "--stdin-paths"}, stdin: strings.Join(paths, "\n") + "\n"})
	if err != nil {
		return nil, err
	}
	ids := make([]ID, len(paths))
	for i, line := range strings.Fields(string(out)) {
		if i < len(ids) {
			ids[i], _ = parseID(line)
		}
	}
	return ids, nil
}

func (r *Repository) blameFilter(ctx context.Context, p journalPath) error {
	path := p.Path
	data, err := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(path)))
	if err != nil {
		return &finding.Fault{Message: finding.Say("the file %s cannot be read: %s", path, err), Cause: err}
	}
	id, _ := objectID(kindBlob, data)
	if lf, _ := objectID(kindBlob, toLF(data)); id != p.New && lf != p.New {
		return &finding.Fault{
			Message: finding.Say("%s was changed while the step was being taken", path),
			Hint:    finding.Say("try again"),
		}
	}
	out, err := r.Run(ctx, "check-attr", "--all", "-z", "--", path)
	if err != nil {
		return err
	}
	why := "core.autocrlf"
	fields := strings.Split(string(out), "\x00") // path, attribute, value, and so on
	for i := 0; i+2 < len(fields); i += 3 {
		if changesBytes(fields[i+1]) && fields[i+2] != "unset" {
			why = fields[i+1] + "=" + fields[i+2]
		}
	}
	return &finding.Fault{
		Message: finding.Say("git would store other bytes for %s than the file has, because of %s", path, why),
		Hint:    finding.Say("let .gitattributes say for the catalogue's folder: ** -text -filter -ident -working-tree-encoding -merge; .git/info/attributes goes before it"),
	}
}

func changesBytes(attribute string) bool {
	switch attribute {
	case "text", "eol", "crlf", "filter", "ident", "working-tree-encoding":
		return true
	}
	return false
}

// unwind takes back what a landing left in index and work tree that did not get the
// branch: git moves the branch last. What the user staged stays.
func (r *Repository) unwind(ctx context.Context, j journal) error {
	var err error
	for range moveTries {
		var found []change
		if found, err = r.changes(ctx, j.written()); err != nil {
			return err
		}
		var left []string
		for _, c := range found {
			switch {
			case !c.half():
			case c.fresh && c.staged.IsZero(): // git knows nothing of it yet
				err = errors.Join(err, os.Remove(filepath.Join(r.dir, filepath.FromSlash(c.path))))
			default:
				left = append(left, c.path)
			}
		}
		if len(left) == 0 || err != nil {
			return err
		}
		err = r.whole(ctx, nulList(left), "restore", "-q", "--source=HEAD", "--staged", "--worktree",
			"--pathspec-from-file=-", "--pathspec-file-nul")
		if err == nil || noRoom(err) || pause(ctx, movePause) != nil {
			return err
		}
	}
	return err
}
