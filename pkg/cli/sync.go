package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// newSync shares what waits on this machine, and takes in what others have shared.
func newSync(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "sync",
		Short: a.say.T("Share the entries that wait here, and take in what others have shared"),
		Long: a.say.T("Fetches, takes in what others have shared, and pushes the entries that were recorded with --offline. Where others were first, those are built and signed anew behind theirs: a requirement may get another number, and a step on a record that changed meanwhile is set aside, since whoever took it has not seen that.") + "\n\n" +
			a.say.T("One signs one's own entries only: what somebody else recorded on this machine waits for them. Where they need it no more, as when the shared branch was set back and they shared it anew from elsewhere, --set-aside keeps it under refs/sc/set-aside in place of waiting, with what rests on it."),
		Example: "  sc sync\n  sc sync --json --jq '.entries[] | select(.was) | [.was, .id]'",
	}
	c.Flags().BoolVar(&a.flags.withDrafts, "with-drafts", false, a.say.T("share commits of drafts that only this branch has, too"))
	c.Flags().BoolVar(&a.flags.setAside, "set-aside", false, a.say.T("set aside what others signed and this machine alone has, in place of waiting for them"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.sync(ctx) })
}

// synced is what came of a sync.
type synced struct {
	Upstream string   `json:"upstream"`
	Commit   string   `json:"commit"`  // the branch's tip, here and there
	Entries  []moving `json:"entries"` // that waited here
}

// moving is what became of a commit that waited.
type moving struct {
	ID     string          `json:"id"`            // the record's; of several the first
	Was    string          `json:"was,omitempty"` // its provisional id, where that changed
	Entry  int             `json:"entry,omitempty"`
	Commit string          `json:"commit"`
	State  procedure.State `json:"state,omitempty"`
	Fate   fate            `json:"fate"`
	Kept   string          `json:"kept,omitempty"` // the ref that keeps it

	from ledger.ID        // the commit that waited
	now  ledger.ID        // the commit that others have; zero where none
	why  finding.Sentence // it is not shared

	others bool // it is somebody else's
}

type fate string

const (
	fateShared   fate = "shared"
	fateSetAside fate = "set_aside"
	fateWaits    fate = "waits" // for whoever signed it
)

func (a *app) sync(ctx context.Context) error {
	d, err := a.open(ctx)
	if err != nil {
		return a.broken(ctx, err)
	}
	if _, err := a.recover(ctx, d.repo); err != nil {
		return err
	}
	s, err := d.sharing(ctx)
	if err != nil {
		return err
	}
	if s.up.Remote == "" {
		return d.unfollowing()
	}
	s.offline = false
	var done *synced
	err = d.repo.Append(ctx, d.ref, func(ctx context.Context, tip ledger.ID) (ledger.Landing, error) {
		l, came, err := s.exchange(ctx, tip)
		done = came
		return l, err
	})
	if err := a.away(err); err != nil {
		return err
	}
	return a.synced(done)
}

// unfollowing is the fault about a branch that follows none.
func (d *desk) unfollowing() error {
	branch := d.branch()
	hint := finding.Say("name one (git remote add origin URL) and share it: git push -u origin %s", branch)
	if d.repo.Remotes() {
		hint = finding.Say("let it follow the one that others use: git fetch origin, git branch -u origin/%s; or begin it there: git push -u origin %s", branch, branch)
	}
	return fault(finding.Say("%s follows no other repository's branch", branch), hint)
}

// exchange takes in what others have shared, and builds what waits here on it.
func (s *share) exchange(ctx context.Context, tip ledger.ID) (ledger.Landing, *synced, error) {
	l := ledger.Landing{Ref: s.desk.ref, Old: tip, New: tip}
	done := &synced{Upstream: s.up.String(), Entries: []moving{}}
	if err := s.wait(ctx); err != nil {
		return l, nil, err
	}
	if err := s.fetch(ctx); err != nil {
		return l, nil, err
	}
	w, err := s.whatWaits(ctx, tip)
	if err != nil {
		return l, nil, err
	}
	crossed, err := s.crossed(ctx, w, tip)
	switch {
	case err != nil:
		return l, nil, err
	case w.behind && w.ahead && w.draftsOnly():
		return l, nil, s.parted(ctx, tip)
	case w.behind || crossed:
		built, moved, err := s.rebuild(ctx, tip, w)
		if err != nil {
			return l, nil, err
		}
		l.New, l.Anew, done.Entries = built, w.ahead, append(done.Entries, moved...)
	case s.theirs.IsZero():
		s.along = true
	case w.ahead:
		s.along = true
		if err := s.goAlong(ctx, tip); err != nil {
			return l, nil, err
		}
		done.Entries = append(done.Entries, w.asTheyAre()...)
	}
	done.Commit = l.New.String()
	l.Share = s.handing(l, w, done)
	return l, done, nil
}

// rebuild builds what waits anew on what others have.
func (s *share) rebuild(ctx context.Context, tip ledger.ID, w *waitingHere) (ledger.ID, []moving, error) {
	if err := s.goAlong(ctx, tip); err != nil {
		return ledger.ID{}, nil, err
	}
	r, err := newRebuilding(s, w)
	if err != nil {
		return ledger.ID{}, nil, err
	}
	now, err := r.all(ctx, w)
	return now, r.done, err
}

// crossed reports whether a merge here has mixed waiting entries with those of others:
// it is no part of any ledger, and is taken apart again.
func (s *share) crossed(ctx context.Context, w *waitingHere, tip ledger.ID) (bool, error) {
	if !w.ahead || w.behind || s.theirs.IsZero() || w.draftsOnly() {
		return false, nil
	}
	at, err := s.desk.onTip(tip)
	if err != nil {
		return false, err
	}
	broken := (&session{desk: at, when: at.now()}).follow(ctx)
	if broken != nil && !w.merged {
		return false, broken
	}
	return broken != nil, nil
}

// handing pushes what was built, and no longer keeps what others have then.
func (s *share) handing(l ledger.Landing, w *waitingHere, done *synced) func(context.Context) error {
	return func(ctx context.Context) error {
		if l.New != s.theirs {
			if err := s.over(l, nil)(ctx); err != nil {
				return err
			}
		}
		ctx = context.WithoutCancel(ctx) // it is done: what is left is to note it
		if err := s.setAside(ctx, done); err != nil {
			return err
		}
		return w.settle(ctx, s, done)
	}
}

// setAside keeps what could not be shared.
func (s *share) setAside(ctx context.Context, done *synced) error {
	for i, m := range done.Entries {
		if m.Fate == fateShared {
			continue
		}
		var err error
		if m.Fate == fateWaits {
			err = s.desk.repo.KeepWaiting(ctx, m.from)
		} else {
			done.Entries[i].Kept, err = s.desk.repo.SetAside(ctx, m.from)
			err = errors.Join(err, s.retag(ctx, m.from))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// retag sets the tag of a version aside with the entry that published it, and brings that
// of the version which others have under the same name.
func (s *share) retag(ctx context.Context, commit ledger.ID) error {
	out, err := s.desk.repo.Run(ctx, "for-each-ref", "--format=%(refname:lstrip=2)", "--points-at="+commit.String(), "refs/tags")
	names := strings.Fields(string(out))
	for _, name := range names {
		if id, there, failed := s.desk.repo.Ref("refs/tags/" + name); failed == nil && there {
			err = errors.Join(err, s.desk.repo.SetTagAside(ctx, name, id))
		}
	}
	if err == nil && len(names) > 0 {
		_, _ = s.desk.repo.Fetch(ctx, s.up) // where that fails, the next one brings it
	}
	return err
}

// synced shows what came of it; what could not be shared ends it with 4.
func (a *app) synced(done *synced) error {
	section := render.Section{}
	var left error
	for _, m := range done.Entries {
		section.Rows = append(section.Rows, []any{string(m.Fate), m.Was, m.ID, m.Entry, m.Commit})
		if m.Fate != fateShared {
			left = quiet(exitOvertaken)
			a.warn("%s is not shared: %s", m.ID, m.why)
			a.adviseOthers(m)
		}
		if m.Kept != "" {
			a.hint(a.say.T("it is kept at %s: look at it (git show %s), and take the step again if you still want to", m.Kept, short(m.Commit)))
		}
	}
	page := render.Page{Sections: []render.Section{section}, Value: done}
	if a.Term.Out && !a.flags.json && a.flags.jq == "" {
		page.Sections = []render.Section{{Rows: a.syncedRows(done)}}
	}
	return errors.Join(a.show(page), left)
}

// adviseOthers says what becomes of what somebody else signed, where they need it no more.
func (a *app) adviseOthers(m moving) {
	if m.others && m.Fate == fateWaits {
		a.hint(a.say.T("where they shared it anew from elsewhere, or nobody needs it any more: %s sync --set-aside", a.name()))
	}
}

// syncedRows say it to people.
func (a *app) syncedRows(done *synced) [][]any {
	var rows [][]any
	for _, m := range done.Entries {
		switch {
		case m.Fate != fateShared:
		case m.Was != "" && m.Was != m.ID:
			rows = append(rows, []any{finding.Say("%s is now %s (entry %s), shared", m.Was, m.ID, m.Entry)})
		default:
			rows = append(rows, []any{finding.Say("%s is shared (entry %s)", m.ID, m.Entry)})
		}
	}
	return append(rows, []any{finding.Say("up to date with %s", done.Upstream)})
}
