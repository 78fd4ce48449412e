package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
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
		var ids []catalogue.ServiceID
		for _, arg := range args {
			ids = append(ids, catalogue.ServiceID(arg))
		}
		return a.shelve(ctx, ids)
	})
}

// shelveRest shelves every committed draft that no request waiting for a
// version is bound to.
func (a *app) shelveRest(ctx context.Context) error {
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	waiting, err := d.waiting(procedure.StatePassed)
	if err != nil {
		return err
	}
	stray, err := d.strays(waiting)
	if err != nil || len(stray) == 0 {
		return err
	}
	return a.shelve(ctx, stray)
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

func (a *app) shelve(ctx context.Context, ids []catalogue.ServiceID) error {
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	h, err := d.hand(ctx)
	if err != nil {
		return err
	}
	changes, err := d.restored(ctx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		a.note(a.say.T("%s goes to the branch drafts/%s; the published text is restored", string(id), string(id)))
	}
	if a.flags.dryRun {
		return nil
	}
	for _, id := range ids {
		if err := d.branchOff(ctx, id); err != nil {
			return err
		}
	}
	return d.land(ctx, h, plain{subject: "shelve " + join(ids), changes: changes})
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

// branchOff keeps the draft on a branch of its own; a branch that is there is
// never moved.
func (d *desk) branchOff(ctx context.Context, id catalogue.ServiceID) error {
	name := "refs/heads/drafts/" + string(id)
	for n := 2; ; n++ {
		at, there, err := d.repo.Ref(name)
		if err != nil {
			return err
		}
		if there && at == d.tip {
			return nil
		}
		if !there {
			_, err = d.repo.Run(ctx, "update-ref", name, d.tip.String(), ledger.ID{}.String())
			return err
		}
		name = fmt.Sprintf("refs/heads/drafts/%s-%d", id, n)
	}
}

// plain is an ordinary commit of drafts, which binds nobody.
type plain struct {
	subject string
	changes []ledger.Change
}

// land makes an ordinary commit on the ledger branch.
func (d *desk) land(ctx context.Context, h hand, c plain) error {
	person := d.rules.People[h.Person]
	return d.repo.Append(ctx, d.ref, func(ctx context.Context, tip ledger.ID) (ledger.Landing, error) {
		commit, _, err := ledger.Draft{
			Parent: tip, By: ledger.Stamp{Name: person.Name, Email: person.Email, When: d.now()},
			Subject: c.subject, Changes: c.changes,
		}.Build(ctx, d.repo.Objects(), h.sign)
		return ledger.Landing{Ref: d.ref, Old: tip, New: commit}, err
	})
}

func join(ids []catalogue.ServiceID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	return strings.Join(names, " ")
}
