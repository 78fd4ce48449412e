package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	example "github.com/service-catalogue/sc/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

// catalogueRoot is the folder that init makes, in the folder that it is given.
const catalogueRoot = "catalogue"

// tagPrefix is how the tags of versions begin.
const tagPrefix = "catalogue/v"

// plot is where a catalogue is to begin, as init finds it.
type plot struct {
	dir    string             // the folder; it may not be there yet
	repo   *ledger.Repository // nil where there is none yet
	root   string             // the catalogue's folder, from the top of the work tree
	branch string             // of the ledger
	begun  ledger.ID          // genesis, where an earlier init was cut off behind it
}

// survey finds out where the catalogue is to begin. It changes nothing.
func (a *app) survey(ctx context.Context, o *initOptions) (plot, error) {
	at := plot{dir: a.dir(), root: catalogueRoot, branch: o.branch}
	if filepath.IsAbs(o.dir) {
		at.dir = o.dir
	} else if o.dir != "" {
		at.dir = filepath.Join(at.dir, o.dir)
	}
	var err error
	at.repo, err = ledger.Open(ctx, a.git(), existing(at.dir))
	if errors.Is(err, ledger.ErrNoRepository) {
		err = a.nameBranch(ctx, &at)
		return at, err
	}
	if err != nil {
		return at, err
	}
	if !a.flags.dryRun {
		if _, err := a.recover(ctx, at.repo); err != nil {
			return at, err
		}
	}
	return at.inside()
}

// existing is the folder, or the nearest one above that is there.
func existing(dir string) string {
	for {
		info, err := os.Stat(dir)
		if err == nil && info.IsDir() || filepath.Dir(dir) == dir {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// nameBranch settles the branch of a repository that is not there yet.
func (a *app) nameBranch(ctx context.Context, at *plot) error {
	at.branch = cmp.Or(at.branch, "main")
	if _, err := a.git().Run(ctx, existing(at.dir), "check-ref-format", "--branch", at.branch); err != nil {
		return fault(finding.Say("%q cannot be the name of a branch", at.branch), finding.Say("use letters, digits, hyphens and slashes, such as main"))
	}
	return nil
}

// rooted settles the catalogue's folder in a repository whose top may lie above.
func (at plot) rooted() (plot, error) {
	there := existing(at.dir)
	real, err := filepath.EvalSymlinks(there)
	if err != nil {
		return at, &finding.Fault{Message: finding.Say("the folder %s cannot be read", there), Hint: finding.Say("check that you may read it"), Cause: err}
	}
	missing, err := filepath.Rel(there, at.dir)
	if err != nil {
		return at, err
	}
	rel, err := filepath.Rel(at.repo.Top(), filepath.Join(real, missing))
	if err != nil {
		return at, err
	}
	at.root = path.Join(filepath.ToSlash(rel), catalogueRoot)
	if !ledger.RootFound(at.root) {
		return at, fault(
			finding.Say("a catalogue in %s would not be found", at.root),
			finding.Say("begin it at most three folders below the top of the repository, and in none with the name of a folder of records, such as requests or versions"))
	}
	return at, nil
}

func bareRepository() error {
	return fault(finding.Say("this is a bare repository: it can only be read"), finding.Say("work in a clone of it, and push"))
}

// inside looks at the repository that is there.
func (at plot) inside() (plot, error) {
	if at.repo.Bare() {
		return at, bareRepository()
	}
	if at.repo.Shallow() { // a ledger may have begun beyond what it has
		return at, fault(finding.Say("this clone is shallow: a catalogue begins on the whole history"), finding.Say("fetch the rest first: git fetch --unshallow"))
	}
	at, err := at.rooted()
	if err != nil {
		return at, err
	}
	ref, tip, err := at.repo.Head()
	if err != nil && !errors.Is(err, ledger.ErrUnborn) {
		return at, err
	}
	current := strings.TrimPrefix(ref, "refs/heads/")
	if at.branch == "" {
		at.branch = current
	}
	if at.branch != current {
		return at, fault(
			finding.Say("the branch %s is checked out, not %s", current, at.branch),
			finding.Say("check it out first: git switch %s, or git switch -c %s where it is new", at.branch, at.branch))
	}
	at.begun = at.unfurnished(tip)
	if !at.begun.IsZero() {
		return at, nil
	}
	return at, at.vacant(tip)
}

// vacant refuses a repository that has a catalogue already.
func (at plot) vacant(tip ledger.ID) error {
	name := path.Join(at.root, records.ProcedureFile)
	if !tip.IsZero() {
		objects := at.repo.Reader()
		tree, _, err := objects.Links(tip)
		if err != nil {
			return err
		}
		roots, _, err := objects.Roots(tree)
		if err != nil {
			return err
		}
		if len(roots) > 0 {
			return catalogueAlready(roots[0])
		}
	}
	if _, err := os.Lstat(filepath.Join(at.repo.Top(), filepath.FromSlash(name))); err == nil {
		return fault(finding.Say("the file %s is there already, and no commit has it", name), finding.Say("move it away; sc init writes its own"))
	}
	return nil
}

// config reads git's settings for the plot.
func (a *app) config(ctx context.Context, at plot) func(key string) string {
	if at.repo != nil {
		return settings(at.repo)
	}
	return func(key string) string {
		out, err := a.git().Run(ctx, existing(at.dir), "config", "--get", key)
		if err != nil {
			return "" // it is not set
		}
		return string(trimLine(out))
	}
}

// founder is how genesis is signed.
type founder struct {
	signer  signature.Signer
	setting string       // for sc.signingkey of the new catalogue; empty leaves it
	keep    func() error // writes a key that was made
}

// founder is the key that signs genesis: a new one, the one named, or git's.
func (a *app) founder(ctx context.Context, at plot, o *initOptions) (founder, error) {
	nothing := func() error { return nil }
	switch {
	case o.generate:
		return a.newKeyFor(o)
	case o.key == "":
		signer, err := a.signer(ctx, a.config(ctx, at))
		return founder{signer: signer, keep: nothing}, nameKey(err)
	}
	name := a.path(o.key)
	if looksLikeKey(o.key) || strings.HasPrefix(o.key, "key::") {
		name = o.key
	}
	signer, err := signature.Find(ctx, a.keySettings(name))
	return founder{signer, name, nothing}, err
}

// nameKey says how init is given a key where git has none that can be used: there may
// be no repository yet whose settings could name one.
func nameKey(err error) error {
	f, ok := errors.AsType[*finding.Fault](err)
	if !ok || !errors.Is(err, signature.ErrNoKey) {
		return err
	}
	return &finding.Fault{Message: f.Message, Hint: finding.Say("name an SSH key with --key FILE, or let one be made with --generate-key"), Cause: err}
}

// newKeyFor makes a key; it is written to the user's own folder, never over
// another, just before it signs.
func (a *app) newKeyFor(o *initOptions) (founder, error) {
	if a.home() == "" {
		return founder{}, fault(finding.Say("there is no home folder to keep a key in"), finding.Say("make a key with ssh-keygen and name it with --key"))
	}
	name := filepath.Join(a.home(), ".ssh", "sc_"+o.opsLead)
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return founder{}, fault(finding.Say("the key %s is there already", name), finding.Say("sign with it: --key %s", name))
	}
	private, err := signature.Generate(a.Random)
	if err != nil {
		return founder{}, err
	}
	signer, err := signature.FromPrivate(private)
	return founder{signer, name, func() error {
		if err := signature.WriteKey(name, private, o.email, nil); err != nil {
			return err
		}
		a.note(a.say.T("made the key %s; keep it safe, and make a copy", name))
		return nil
	}}, err
}

// found makes the repository, if there is none, and lands genesis.
func (a *app) found(ctx context.Context, at plot, f founder, g *genesis) (done []receipt, err error) {
	if at.repo == nil {
		var undo func()
		if at.repo, undo, err = a.makeRepository(ctx, at); err != nil {
			return nil, err
		}
		defer func() {
			if err != nil {
				undo()
			}
		}()
	}
	a.flags.dir = at.repo.Top()
	if done, err = g.land(ctx, at, f); err != nil {
		return nil, err
	}
	a.signWith(ctx, at, f)
	return done, nil
}

// signWith lets the new catalogue sign with the key that genesis was signed with.
func (a *app) signWith(ctx context.Context, at plot, f founder) {
	if f.setting == "" {
		return
	}
	if _, failed := at.repo.Run(ctx, "config", "sc.signingkey", f.setting); failed != nil {
		a.warn("the key to sign with could not be set: git config sc.signingkey %s", f.setting)
	}
}

// makeRepository makes the folder and an empty repository in it; undo takes away
// what was made.
func (a *app) makeRepository(ctx context.Context, at plot) (repo *ledger.Repository, undo func(), err error) {
	_, before := os.Lstat(at.dir)
	gitDir := filepath.Join(at.dir, ".git")
	_, begun := os.Lstat(gitDir)
	if !unmade(gitDir) {
		return nil, nil, fault(finding.Say("%s has a .git that git cannot read", at.dir), finding.Say("look at it with git status; it is left as it is"))
	}
	undo = func() {
		if begun != nil {
			_ = os.RemoveAll(gitDir) // made by this run
		}
		if before != nil {
			_ = os.RemoveAll(at.dir)
		}
	}
	if err := os.MkdirAll(at.dir, 0o755); err != nil {
		return nil, undo, &finding.Fault{Message: finding.Say("the folder %s cannot be made", at.dir), Hint: finding.Say("check that you may write there"), Cause: err}
	}
	if _, err := a.git().Run(ctx, at.dir, "init", "-q", "--object-format=sha1", "-b", at.branch); err != nil {
		undo()
		return nil, undo, unmakeable(at.dir, err)
	}
	repo, err = ledger.Open(ctx, a.git(), at.dir)
	return repo, undo, err
}

// attributes keep git from changing the bytes that are signed.
const attributes = "** -text -filter -ident -working-tree-encoding -merge\n"

// attributesFile is where git looks for them.
const attributesFile = ".gitattributes"

// furnish adds what is no part of the ledger: attributes, and the example.
func (a *app) furnish(ctx context.Context, o *initOptions, h hand) error {
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	c := draftCommit{subject: "keep the catalogue's bytes as they are", changes: []ledger.Change{{Path: d.under(attributesFile), Data: []byte(attributes)}}}
	if o.example {
		c.subject = "the sample company's services, as drafts"
		services, err := records.Open(example.FS).Services()
		if err != nil {
			return err
		}
		for _, s := range services {
			c.changes = append(c.changes, ledger.Change{Path: d.under(s.Path), Data: s.Data})
		}
	}
	return d.land(ctx, h, c)
}

// signs is the founder as the actor of what follows genesis.
func (f founder) signs(g *genesis) hand {
	return hand{procedure.Actor{Person: g.who}, f.signer}
}
