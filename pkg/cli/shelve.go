package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// newShelve sets drafts aside that block a publication.
func newShelve(a *app) *cobra.Command {
	c := a.writing(&cobra.Command{
		Use:     "shelve SERVICE…",
		Short:   a.say.T("Move a draft to a branch of its own and restore the published text"),
		Long:    a.say.T("Moves drafts that nobody has reviewed to the branches drafts/SERVICE and restores the text of the last version in an ordinary commit; a service that was never published goes away. Nothing is lost."),
		Example: "  sc shelve svc-backup-drill",
	})
	return a.runs(c, arity{1, -1}, func(ctx context.Context, args []string) error {
		return a.shelve(ctx, args)
	})
}

// shelveRest shelves every committed draft that the version to be does not bring,
// once the procedure has agreed to that version.
func (a *app) shelveRest(ctx context.Context, version compose) error {
	d, err := a.openShared(ctx)
	if err != nil {
		return err
	}
	s, err := d.session(ctx, d.tip)
	if err != nil {
		return err
	}
	p, err := version(s)
	if err != nil || len(s.shelved) == 0 {
		return err
	}
	a.remark(p.remarks)
	if err := a.confirm(ctx, p.ask); err != nil {
		return err
	}
	_, err = s.shelve(ctx, s.hand, s.shelved)
	a.remarked = p.remarks[len(s.shelved):] // the version is the same, and was agreed to
	return err
}

// strays are committed services that differ from the last version and whose
// bytes no passed design binds; a published one whose file is gone too.
func (d *desk) strays(passed []procedure.Case) ([]catalogue.ServiceID, error) {
	tree, err := d.books.Digests()
	if err != nil {
		return nil, err
	}
	latest, err := d.books.Latest()
	if err != nil {
		return nil, err
	}
	bound := map[catalogue.ServiceID]catalogue.Digest{}
	for _, c := range passed {
		for _, g := range c.Design {
			bound[g.Service] = g.Digest
		}
	}
	published := latest.Digests()
	var stray []catalogue.ServiceID
	for _, id := range sortedIDs(tree, published) {
		if tree[id] != published[id] && tree[id] != bound[id] {
			stray = append(stray, id)
		}
	}
	return stray, nil
}

func sortedIDs(maps ...map[catalogue.ServiceID]catalogue.Digest) []catalogue.ServiceID {
	all := map[string]bool{}
	for _, m := range maps {
		for id := range m {
			all[string(id)] = true
		}
	}
	var ids []catalogue.ServiceID
	for _, id := range sortedNames(all) {
		ids = append(ids, catalogue.ServiceID(id))
	}
	return ids
}

// shelf is a draft that was set aside.
type shelf struct {
	ID     string `json:"id"`
	Branch string `json:"branch"`
	Commit string `json:"commit"` // that has the draft
}

func (a *app) shelve(ctx context.Context, given []string) error {
	d, err := a.openShared(ctx)
	if err != nil {
		return err
	}
	var ids []catalogue.ServiceID
	for _, g := range given {
		id, err := d.shelvable(g)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	h, err := d.hand(ctx)
	if err != nil {
		return err
	}
	if _, err := d.restored(ctx, ids); err != nil {
		return err
	}
	a.remark(a.shelving(ids))
	if a.flags.dryRun {
		return nil
	}
	done, err := d.shelve(ctx, h, ids)
	if err != nil {
		return err
	}
	page := render.Page{Sections: []render.Section{{}}, Value: done}
	for _, one := range done {
		page.Sections[0].Rows = append(page.Sections[0].Rows, []any{one.ID, one.Branch, one.Commit})
	}
	return a.show(page)
}

// shelving says which drafts are set aside, and where to.
func (a *app) shelving(ids []catalogue.ServiceID) []string {
	lines := make([]string, len(ids))
	for i, id := range ids {
		lines[i] = a.say.T("%s goes to the branch drafts/%s; the published text is restored", string(id), string(id))
	}
	return lines
}

// shelvable is the service that is meant: one of the branch, or of the last
// version.
func (d *desk) shelvable(given string) (catalogue.ServiceID, error) {
	latest, err := d.books.Latest()
	if err != nil {
		return "", err
	}
	if _, published := latest.Digests()[catalogue.ServiceID(given)]; published {
		return catalogue.ServiceID(given), nil
	}
	id, err := d.service(given)
	if err == nil || d.repo.Bare() {
		return id, err
	}
	file := d.under(records.ServicePath(catalogue.ServiceID(given)))
	if _, none := os.Lstat(filepath.Join(d.repo.Top(), filepath.FromSlash(file))); none != nil {
		return "", err
	}
	return "", fault(finding.Say("%s is in the work tree only", given), finding.Say("only committed drafts are shelved; \"git stash -u -- %s\" keeps what is not committed", file))
}

// shelve restores the published text of services on the ledger branch, and keeps
// what stood there on branches of its own.
func (d *desk) shelve(ctx context.Context, h hand, ids []catalogue.ServiceID) ([]shelf, error) {
	changes, err := d.restored(ctx, ids)
	if err != nil {
		return nil, err
	}
	before, err := d.repo.Run(ctx, "for-each-ref", "--format=%(refname:short)", "refs/heads/drafts")
	if err != nil {
		return nil, err
	}
	done := make([]shelf, len(ids))
	for i, id := range ids {
		// The branch comes first: cut off behind it, nothing is lost.
		branch, err := d.branchOff(ctx, id)
		if err != nil {
			return nil, err
		}
		done[i] = shelf{string(id), branch, d.tip.String()}
	}
	err = d.land(ctx, h, draftCommit{subject: "shelve " + join(ids), changes: changes, share: d.share})
	if err != nil {
		d.dropBranches(context.WithoutCancel(ctx), done, before)
	}
	return done, err
}

// dropBranches takes away what a refused shelving made, and no branch that was
// there before.
func (d *desk) dropBranches(ctx context.Context, made []shelf, before []byte) {
	there := strings.Fields(string(before))
	for _, one := range made {
		if !slices.Contains(there, one.Branch) {
			_, _ = d.repo.Run(ctx, "update-ref", "-d", "refs/heads/"+one.Branch, one.Commit)
		}
	}
}

// restored is the published text of services, or nothing for new ones.
func (d *desk) restored(ctx context.Context, ids []catalogue.ServiceID) ([]ledger.Change, error) {
	before, _, err := d.published(ctx)
	if err != nil {
		return nil, err
	}
	tree, err := d.books.Digests()
	if err != nil {
		return nil, err
	}
	var changes []ledger.Change
	for _, id := range ids {
		c := ledger.Change{Path: d.under(records.ServicePath(id))}
		if before != nil {
			if c.Data, err = before.Read(records.ServicePath(id)); err != nil {
				c.Data = nil // never published: its file goes away
			}
		}
		if c.Data != nil && catalogue.DigestOf(c.Data) == tree[id] || c.Data == nil && tree[id] == "" {
			return nil, fault(finding.Say("%s does not differ from the last version", string(id)), finding.Say("only committed drafts are shelved; \"git stash\" keeps what is not committed"))
		}
		changes = append(changes, c)
	}
	return changes, nil
}

// branchOff keeps the draft on a branch of its own and names it; a branch that is
// there is never moved.
func (d *desk) branchOff(ctx context.Context, id catalogue.ServiceID) (string, error) {
	short := "drafts/" + string(id)
	for n := 2; ; n++ {
		at, there, err := d.repo.Ref("refs/heads/" + short)
		if err != nil || there && at == d.tip {
			return short, err
		}
		if !there {
			return short, d.repo.CreateRef(ctx, "refs/heads/"+short, d.tip)
		}
		short = fmt.Sprintf("drafts/%s-%d", id, n)
	}
}

// draftCommit is an ordinary commit of drafts, which binds nobody.
type draftCommit struct {
	subject string
	changes []ledger.Change
	share   *share // whom it is shared with; nil: nobody
}

// land makes an ordinary commit on the ledger branch. It was worked out on the
// desk's tip: where somebody else was first, it is not laid over their work.
func (d *desk) land(ctx context.Context, h hand, c draftCommit) error {
	person := d.rules.People[h.Person]
	return d.repo.Append(ctx, d.ref, func(ctx context.Context, tip ledger.ID) (ledger.Landing, error) {
		if tip != d.tip || c.share.beaten() {
			return ledger.Landing{}, &finding.Fault{
				Message: finding.Say("somebody else wrote to %s at the same time", d.rules.Ledger.Branch),
				Hint:    finding.Say("try again"), Cause: errOvertaken,
			}
		}
		commit, _, err := ledger.Draft{
			Parent: tip, By: ledger.Stamp{Name: person.Name, Email: person.Email, When: d.now()},
			Subject: c.subject, Changes: c.changes,
		}.Build(ctx, d.repo.Objects(), h.sign)
		l := ledger.Landing{Ref: d.ref, Old: tip, New: commit}
		l.Share = c.share.over(l, nil)
		return l, err
	})
}

func join(ids []catalogue.ServiceID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	return strings.Join(names, " ")
}
