package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// desk is a catalogue laid open at one commit of the ledger: what a command
// reads from.
type desk struct {
	app     *app
	repo    *ledger.Repository
	objects *ledger.Reader
	root    string // the catalogue folder, "." for the top of the tree
	ref     string // the ledger branch, refs/heads/…
	tip     ledger.ID
	files   fs.FS // the commit's tree from the root
	books   *records.Catalogue
	rules   *procedure.Procedure
	rows    *rows  // nil until a list or an overview asks for them
	share   *share // whom what is written is shared with; nil where that was not asked

	inForce    *records.Catalogue   // the services of the last version; nil until asked for
	trailed    *trail               // nil until asked for
	lent       []lending            // delegations ever given; nil until asked for
	publishing map[string]ledger.ID // commits of versions, by the paths of their manifests, as far as they were met
}

// repository opens the Git repository that the command works in.
func (a *app) repository(ctx context.Context) (*ledger.Repository, error) {
	if info, err := os.Stat(a.dir()); err != nil || !info.IsDir() {
		return nil, &finding.Fault{Message: finding.Say("the folder %s cannot be read", a.dir()), Hint: finding.Say("check its name and that you may read it"), Cause: err}
	}
	return ledger.Open(ctx, a.git(), a.dir())
}

func (a *app) git() ledger.Git { return ledger.Git{Env: a.Environ, Network: a.network()} }

// open lays the catalogue open at the tip of its ledger branch.
func (a *app) open(ctx context.Context) (*desk, error) {
	repo, err := a.repository(ctx)
	if err != nil {
		return nil, err
	}
	return a.openIn(ctx, repo)
}

// openIn does so in a repository that is open already.
func (a *app) openIn(ctx context.Context, repo *ledger.Repository) (*desk, error) {
	head, id, err := repo.Head()
	if errors.Is(err, ledger.ErrUnborn) {
		return a.elsewhere(ctx, repo, a.unborn(ctx, repo, err))
	}
	if errors.Is(err, ledger.ErrWrongBranch) {
		id, err = repo.Resolve(ctx, "HEAD")
	}
	if err != nil {
		return nil, err
	}
	d, err := a.openCommit(repo, id)
	if errors.Is(err, errNoCatalogue) {
		return a.elsewhere(ctx, repo, err)
	}
	if err != nil {
		return nil, err
	}
	d.ref = d.rules.Ledger.Ref()
	if d.ref == head {
		return d, nil
	}
	return d.atBranch()
}

// errNoCatalogue is the cause of a fault about a commit without a catalogue.
var errNoCatalogue = errors.New("no catalogue")

// elsewhere is the catalogue of the one branch that is a ledger, where the commit
// that is checked out has none.
func (a *app) elsewhere(ctx context.Context, repo *ledger.Repository, none error) (*desk, error) {
	out, err := repo.Run(ctx, "for-each-ref", "--format=%(refname)", "refs/heads")
	if err != nil {
		return nil, err
	}
	var found []*desk
	for _, ref := range strings.Fields(string(out)) {
		tip, there, err := repo.Ref(ref)
		if err != nil || !there {
			continue
		}
		d, err := a.openCommit(repo, tip)
		if err == nil && ref == d.rules.Ledger.Ref() {
			d.ref = ref
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		return nil, none
	}
	return found[0], nil
}

// unborn is the fault about a branch without a commit. Where another repository has
// the ledger on a branch of another name, as after a clone from a server whose HEAD
// names none, no new catalogue is to begin here.
func (a *app) unborn(ctx context.Context, repo *ledger.Repository, err error) error {
	out, failed := repo.Run(ctx, "for-each-ref", "--format=%(refname)", "refs/remotes")
	if failed != nil {
		return err
	}
	for _, ref := range strings.Fields(string(out)) {
		tip, there, failed := repo.Ref(ref)
		if failed != nil || !there {
			continue
		}
		d, failed := a.openCommit(repo, tip)
		if failed == nil && strings.HasSuffix(ref, "/"+d.rules.Ledger.Branch) {
			return &finding.Fault{Message: finding.Problem(err), Hint: finding.Say("the ledger is on another branch: git switch %s", d.rules.Ledger.Branch), Cause: err}
		}
	}
	return err
}

// atBranch is the desk at the tip of the ledger branch, where something else is
// checked out. What is checked out may name any branch, so that the one it names must
// say so itself, or name the next; where they go in a circle, the last one is left
// under its own name, for the audit to tell.
func (d *desk) atBranch() (*desk, error) {
	ref := d.ref
	for range maxBranches {
		tip, ok, err := d.repo.Ref(ref)
		if err != nil {
			return nil, err
		}
		if !ok {
			name := strings.TrimPrefix(ref, "refs/heads/")
			return nil, fault(
				finding.Say("the ledger branch %s is not in this repository", name),
				finding.Say("fetch it: git remote set-branches --add origin %s, git fetch origin, git switch %s", name, name))
		}
		if d, err = d.app.openCommit(d.repo, tip); err != nil {
			return nil, err
		}
		d.ref = ref
		if ref = d.rules.Ledger.Ref(); ref == d.ref {
			break
		}
	}
	return d, nil
}

// maxBranches is how many branches may name one another before one that is the ledger's.
const maxBranches = 10

// onTip is the catalogue of the same branch as it is at another tip of that.
func (d *desk) onTip(tip ledger.ID) (*desk, error) {
	at, err := d.app.openCommit(d.repo, tip)
	if err != nil {
		return nil, err
	}
	at.ref = d.ref
	return at, nil
}

// openAt lays the catalogue open at a version or a revision; empty is the tip.
func (a *app) openAt(ctx context.Context, rev string) (*desk, error) {
	if rev == "" {
		return a.open(ctx)
	}
	repo, err := a.repository(ctx)
	if err != nil {
		return nil, err
	}
	id, err := a.revision(ctx, repo, rev)
	if err != nil {
		return nil, err
	}
	d, err := a.openCommit(repo, id)
	if err != nil {
		return nil, err
	}
	d.ref = d.rules.Ledger.Ref()
	return d, nil
}

// revision resolves a version's number, by the entry that published it and not by
// a tag that anybody can make, or anything that git knows.
func (a *app) revision(ctx context.Context, repo *ledger.Repository, rev string) (ledger.ID, error) {
	if v, ok := versionNumber(rev); ok {
		d, err := a.open(ctx)
		if err != nil {
			return ledger.ID{}, err
		}
		return d.versionCommit(ctx, v)
	}
	id, err := repo.Resolve(ctx, rev)
	var unknown *finding.Fault
	if errors.As(err, &unknown) && unknown.Hint.IsZero() {
		return id, &finding.Fault{Message: unknown.Message, Hint: finding.Say("\"sc list versions\" and \"git log\" show what there is"), Cause: err}
	}
	return id, err
}

// openCommit lays a commit open.
func (a *app) openCommit(repo *ledger.Repository, id ledger.ID) (*desk, error) {
	objects := repo.Reader()
	tree, _, err := objects.Links(id)
	if err != nil {
		return nil, err
	}
	root, err := a.root(repo, objects, id, tree)
	if err != nil {
		return nil, err
	}
	top, err := objects.FS(id)
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(top, root)
	if err != nil {
		return nil, err
	}
	books := records.Open(files)
	rules, err := books.Procedure()
	if err != nil {
		return nil, err
	}
	return &desk{app: a, repo: repo, objects: objects, root: root, tip: id, files: files, books: books, rules: rules, publishing: map[string]ledger.ID{}}, nil
}

// now is the present, as the ledger writes it: in the procedure's time zone, to the
// second.
func (d *desk) now() time.Time {
	zone, err := time.LoadLocation(d.rules.Calendar.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return d.app.Now().In(zone).Truncate(time.Second)
}

// cases are all requests as they stand, in the order of their numbers.
func (d *desk) cases() ([]procedure.Case, error) {
	requests, err := d.books.AllRequests()
	if err != nil {
		return nil, err
	}
	cases := make([]procedure.Case, len(requests))
	for i, r := range requests {
		if cases[i], err = d.rules.Fold(r); err != nil {
			return nil, err
		}
	}
	return cases, nil
}

// casesIn are the requests that stand in one of some states, in the order of their
// numbers. Their records alone say so, be they found quicker by the steps that lead there.
func (d *desk) casesIn(states ...procedure.State) ([]procedure.Case, error) {
	var words []string
	for _, s := range d.rules.Steps {
		if slices.Contains(states, s.To) {
			words = append(words, string(s.Name))
		}
	}
	requests, err := d.books.RequestsSaying(words)
	if err != nil {
		return nil, err
	}
	var cases []procedure.Case
	for _, r := range requests {
		c, err := d.rules.Fold(r)
		if err != nil {
			return nil, err
		}
		if slices.Contains(states, c.State) {
			cases = append(cases, c)
		}
	}
	return cases, nil
}

// casesNamed are the cases that somebody names, each once, in the order of their numbers.
func (d *desk) casesNamed(given []string) ([]procedure.Case, error) {
	var ids []string
	for _, g := range given {
		id, err := d.resolve(records.Requests(), g)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.SortFunc(ids, records.CompareIDs)
	cases := &casebook{desk: d}
	var found []procedure.Case
	for _, id := range slices.Compact(ids) {
		if c, ok := cases.find(procedure.RequestID(id)); ok {
			found = append(found, c)
		}
	}
	return found, cases.failed
}

// casebook finds cases by id, and reads no others.
type casebook struct {
	*desk
	failed error // why one could not be read
}

func (b *casebook) find(id procedure.RequestID) (procedure.Case, bool) {
	r, err := b.books.Request(id)
	if errors.Is(err, records.ErrUnknown) {
		return procedure.Case{}, false
	}
	var c procedure.Case
	if err == nil {
		c, err = b.rules.Fold(r)
	}
	b.failed = errors.Join(b.failed, err)
	return c, err == nil
}

// branch is the ledger branch as people name it.
func (d *desk) branch() string { return strings.TrimPrefix(d.ref, "refs/heads/") }

// below is a path from the top of the tree as the ledger names it; one that does not lie
// in its folder stays as it is.
func (d *desk) below(name string) string {
	inside, _ := ledger.Below(d.root, name)
	return inside
}

// under is a ledger path from the top of the tree.
func (d *desk) under(name string) string {
	if d.root == "." {
		return name
	}
	return d.root + "/" + name
}
