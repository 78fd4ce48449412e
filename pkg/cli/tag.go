package cli

import (
	"context"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// finish gives the latest version its signed tag, where it has none yet: after a
// command that was killed behind the entry that published it. The receipt is of the
// version that was finished, nil where none was.
func (a *app) finish(ctx context.Context) (*receipt, error) {
	d, err := a.settled(ctx)
	if err != nil {
		return nil, err
	}
	if name, _, err := d.untagged(ctx); err != nil || name == "" {
		return nil, err
	}
	// Others may have it, and a newer version.
	share, err := d.sharing(ctx)
	if err != nil {
		return nil, err
	}
	if d, err = a.upToDate(ctx, d, share); err != nil {
		return nil, err
	}
	name, latest, err := d.untagged(ctx)
	if err != nil || name == "" {
		return nil, err
	}
	return d.tag(ctx, share, name, latest)
}

// settled opens the catalogue once what a killed command left behind is finished.
func (a *app) settled(ctx context.Context) (*desk, error) {
	d, err := a.open(ctx)
	if err != nil || a.flags.dryRun {
		return d, err
	}
	if left, err := a.recover(ctx, d.repo); err != nil || !left {
		return d, err
	}
	return a.open(ctx)
}

// untagged is the latest version with the name of its tag, where there is no such
// tag; the name is empty where nothing is lacking.
func (d *desk) untagged(ctx context.Context) (name string, latest *procedure.Manifest, err error) {
	if latest, err = d.books.Latest(); err != nil || latest == nil {
		return "", nil, err
	}
	if name, err = d.tagName(ctx, latest); err != nil {
		return "", nil, err
	}
	_, there, err := d.repo.Ref("refs/tags/" + name)
	if there {
		name = ""
	}
	return name, latest, err
}

// tagName is the name of a version's tag, without refs/tags/.
func (d *desk) tagName(ctx context.Context, m *procedure.Manifest) (string, error) {
	g, err := d.genesis(ctx)
	return g.Trailers.Tags + m.Version.String(), err
}

// tag signs and makes the tag of a version that was published before.
func (d *desk) tag(ctx context.Context, share *share, name string, m *procedure.Manifest) (*receipt, error) {
	h, err := d.hand(ctx)
	if err != nil {
		return nil, err
	}
	commit, err := d.versionCommit(ctx, m.Version)
	if err != nil {
		return nil, err
	}
	t, err := d.versionTag(name, m, commit)
	if err != nil {
		return nil, err
	}
	publisher := procedure.Actor{Person: procedure.PersonID(t.Actor), Role: procedure.RoleID(t.Role)}
	if h.Person != publisher.Person {
		d.tagFor(&t, h)
	}
	if err := d.mayTag(t, publisher, h); err != nil {
		return nil, err
	}
	done := &receipt{ID: m.Version.String(), Entry: t.Entry, Commit: t.Commit.String(), State: "published"}
	if d.app.flags.dryRun {
		d.app.note(d.app.say.T("version %s has no tag yet; this command makes it", m.Version))
		return done, nil
	}
	if err := d.app.askable(); err != nil {
		return nil, err
	}
	id, err := t.Build(ctx, d.repo.Objects(), h.sign)
	if err != nil {
		return nil, err
	}
	if done.Pushed, err = share.tag(ctx, t.Commit, map[string]ledger.ID{name: id}); err != nil {
		return nil, err
	}
	if err := d.repo.CreateTag(ctx, name, id); err != nil {
		return nil, err
	}
	d.app.note(d.app.say.T("signed the tag %s", name))
	return done, nil
}

// seal signs the tag of the version that a commit publishes; it is made once that
// has landed.
func (s *session) seal(ctx context.Context, p *proposal, commit ledger.ID) (map[string]ledger.ID, error) {
	if p.version == nil {
		return nil, nil
	}
	name, err := s.tagName(ctx, p.version)
	if err != nil {
		return nil, err
	}
	t, err := s.versionTag(name, p.version, commit)
	if err != nil {
		return nil, err
	}
	id, err := t.Build(ctx, s.repo.Objects(), s.hand.sign)
	return map[string]ledger.ID{name: id}, err
}

// mayTag refuses who may not sign a version's tag: anybody but its publisher, and
// once the publisher has no key any more, anybody who may not publish.
func (d *desk) mayTag(t ledger.Tag, publisher procedure.Actor, h hand) error {
	signer := procedure.Actor{Person: h.Person, Role: procedure.RoleID(t.Role)}
	tagging := procedure.Tagging{
		Publisher: publisher, Signer: signer, Key: h.signer.Key().String(), Owner: h.Person, Since: []*procedure.Procedure{d.rules},
	}
	no := tagging.Judge()
	if no == nil {
		return nil
	}
	no.Subject = "publish " + t.Version
	who := d.rules.Named([]procedure.PersonID{publisher.Person})
	no.Message = finding.Say("version %s has no tag yet, and only %s, who published it, can sign that", t.Version, who)
	if len(d.rules.People[publisher.Person].Keys) == 0 {
		no.Message = finding.Say("version %s has no tag yet; %s, who published it, has no key any more, so only who may publish can sign that", t.Version, who)
		who = d.rules.Named(d.rules.Signers(procedure.StepPublish))
	}
	no.Hint = finding.Say("fetch it if somebody has it (git fetch --tags), or let %s run \"sc publish --yes\"", who)
	return no
}

// tagFor names somebody in a tag who signs it in place of the publisher.
func (d *desk) tagFor(t *ledger.Tag, h hand) {
	person := d.rules.People[h.Person]
	t.By = ledger.Stamp{Name: person.Name, Email: person.Email, When: d.now()}
	t.Actor, t.Role = string(h.Person), string(d.rules.Hat(procedure.StepPublish, h.Actor))
}

// versionTag is the tag of a version, bound to the entry that published it.
func (d *desk) versionTag(name string, m *procedure.Manifest, commit ledger.ID) (ledger.Tag, error) {
	raw, err := d.objects.Commit(commit)
	if err != nil {
		return ledger.Tag{}, err
	}
	e, err := ledger.ParseEntry(raw)
	if err != nil {
		return ledger.Tag{}, err
	}
	return ledger.Tag{
		Commit: commit, Name: name, By: e.By, Subject: "publish " + m.Version.String(),
		Ledger: e.Trailers.Ledger, Version: m.Version.String(), Entry: e.Trailers.Entry,
		EntryDigest: ledger.DigestOf(raw), Digest: ledger.Digest(m.Digest),
		Actor: e.Trailers.Actor, Role: e.Trailers.Role,
	}, nil
}
