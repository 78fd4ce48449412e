package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// rebuilding builds what waits here anew, on what others have shared.
type rebuilding struct {
	*share
	tip   ledger.ID               // what was built so far
	given []renumbering           // what provisional ids became
	ids   map[string]string       // those that the commit which is built now knew
	blobs map[ledger.ID]ledger.ID // what the files of waiting commits became
	held  map[ledger.ID]bool      // files of commits that go on waiting
	mixed map[ledger.ID]bool      // files of waiting remarks that stand now beside what others changed
	done  []moving
}

// renumbering is what became of the provisional id of a requirement. It is so for what
// was done on the commit that logged it: elsewhere the id is somebody else's.
type renumbering struct {
	commit   ledger.ID // that waited
	was, now string
}

// strandedEntry is why a commit that waits cannot be built anew.
type strandedEntry struct {
	why    finding.Sentence
	fate   fate
	others bool // somebody else signed it
}

func (s *strandedEntry) Error() string { return s.why.String() }

func cannotFollow(why finding.Sentence) error { return &strandedEntry{why: why, fate: fateSetAside} }

// all builds them one after the other, each behind the last; what cannot be built
// anew is left out and named.
func (r *rebuilding) all(ctx context.Context, w *waitingHere) (ledger.ID, error) {
	for _, c := range w.commits {
		m, err := r.again(ctx, c)
		if left, ok := errors.AsType[*strandedEntry](err); ok {
			m, err = moving{ID: c.subject(), Commit: c.id.String(), Fate: left.fate, why: left.why, others: left.others}, r.leave(c, left.fate)
		}
		if err != nil {
			return ledger.ID{}, err
		}
		m.from = c.id
		if c.entry != nil || m.Fate != fateShared {
			r.done = append(r.done, m)
		}
	}
	return r.tip, r.note(ctx, w)
}

// leave notes what a commit that goes on waiting brings: what rests on that waits too.
func (r *rebuilding) leave(c waitingCommit, f fate) error {
	if f != fateWaits {
		return nil
	}
	deltas, err := r.desk.brings(c)
	for _, d := range deltas {
		r.held[d.New] = true
	}
	return err
}

func (c waitingCommit) subject() string {
	if c.entry != nil {
		return recordID(c.entry)
	}
	return short(c.id.String())
}

// note keeps what became of each entry before it is handed over.
func (r *rebuilding) note(ctx context.Context, w *waitingHere) error {
	became := map[ledger.ID]ledger.ID{}
	for _, m := range r.done {
		became[m.from] = m.now
	}
	for _, k := range w.kept {
		if now := became[k.Commit]; !now.IsZero() {
			if err := r.desk.repo.Replace(ctx, k, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// again builds one commit anew on the tip.
func (r *rebuilding) again(ctx context.Context, c waitingCommit) (moving, error) {
	if err := r.know(ctx, c); err != nil {
		return moving{}, err
	}
	if c.entry != nil {
		return r.step(ctx, c)
	}
	changes, err := r.changes(c)
	if err != nil {
		return moving{}, err
	}
	return moving{Fate: fateShared}, r.draft(ctx, c, changes)
}

// know finds the provisional ids that a commit can have meant.
func (r *rebuilding) know(ctx context.Context, c waitingCommit) error {
	r.ids = map[string]string{}
	if len(r.given) == 0 {
		return nil
	}
	below, err := r.desk.repo.Lacks(ctx, r.theirs, c.id)
	for _, g := range r.given {
		if slices.Contains(below, g.commit) {
			r.ids[g.was] = g.now
		}
	}
	return err
}

// step takes the step of a waiting entry anew.
func (r *rebuilding) step(ctx context.Context, c waitingCommit) (moving, error) {
	at, err := r.desk.session(ctx, r.tip)
	if err != nil {
		return moving{}, err
	}
	if string(at.Person) != c.entry.Trailers.Actor {
		return moving{}, r.othersEntry(at, procedure.PersonID(c.entry.Trailers.Actor))
	}
	if c.entry.Trailers.Action == string(procedure.StepPublish) {
		return moving{}, cannotFollow(finding.Say("a version is published on all that was decided before it: publish again"))
	}
	changes, err := r.changes(c)
	if err != nil {
		return moving{}, err
	}
	p, err := r.entry(at, c, changes)
	if err != nil {
		return moving{}, err
	}
	l, err := at.write(ctx, p)
	if err != nil {
		return moving{}, err
	}
	if err := r.judged(ctx, at, l.New); err != nil {
		return moving{}, err
	}
	r.tip = l.New
	m := moving{ID: p.outcome[0].ID, State: p.outcome[0].State, Entry: at.stamp.Entry, Commit: l.New.String(), Fate: fateShared, now: l.New}
	if was := recordID(c.entry); was != m.ID {
		m.Was = was
	}
	return m, r.became(l.New, deltas(changes))
}

// othersEntry is why an entry that somebody else signed cannot be built anew, and whether
// it is to wait for them.
func (r *rebuilding) othersEntry(at *session, by procedure.PersonID) error {
	who := at.rules.Named([]procedure.PersonID{by})
	if r.app.flags.setAside {
		return cannotFollow(finding.Say("%s signed it, and only they can do so again", who))
	}
	return &strandedEntry{finding.Say("%s signed it, and only they can do so again: let them run \"sc sync\" here", who), fateWaits, true}
}

// rebuilt is one file that a waiting commit changes.
type rebuilt struct {
	ledger.Delta
	path string // from the root, for a ledger's entry
	name string // what the path is now
	old  []byte // what it is now at the tip; nil: not there
	data []byte // what the commit makes of it
}

// changes are the files that a commit changes. Each must be what it was when the
// commit was made, or what an earlier one that waited made of it.
func (r *rebuilding) changes(c waitingCommit) ([]rebuilt, error) {
	reader := r.desk.objects
	deltas, err := r.desk.brings(c)
	if err != nil {
		return nil, err
	}
	tree, _, err := reader.Links(r.tip)
	if err != nil {
		return nil, err
	}
	var all []rebuilt
	for _, d := range deltas {
		if r.held[d.Old] {
			return nil, &strandedEntry{why: finding.Say("it rests on an entry that waits for somebody else"), fate: fateWaits}
		}
		one := rebuilt{Delta: d, path: r.desk.below(d.Path), name: r.renamed(d.Path)}
		now, err := reader.Find(tree, one.name)
		if err != nil {
			return nil, err
		}
		if err := r.follows(c, one, now.ID); err != nil {
			return nil, err
		}
		if err := r.read(&one, now.ID); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// unchanged reports whether a file is what it was when a commit that waits was made, or
// what an earlier one that waited made of it. Whoever decided behind a remark of their
// own has not seen what that was put beside.
func (r *rebuilding) unchanged(was, now ledger.ID) bool {
	if became, ok := r.blobs[was]; ok && !was.IsZero() {
		return now == became && !r.mixed[was]
	}
	return now == was
}

// follows returns an error where a commit that waits cannot be put behind what a file is
// now: what is new gets a number of its own, and a remark stands beside what others added.
func (r *rebuilding) follows(c waitingCommit, one rebuilt, now ledger.ID) error {
	changed := cannotFollow(finding.Say("others changed %s meanwhile", one.name))
	switch {
	case r.unchanged(one.Old, now):
		return nil
	case c.entry == nil:
		return changed
	case one.Old.IsZero():
		if r.numbered(c, one.path) {
			return nil
		}
		return changed
	case decides(c.entry.Trailers.Action) || now.IsZero():
		return changed
	}
	same, err := r.sameRecord(one.Old, now)
	if err != nil || same {
		return err
	}
	return cannotFollow(finding.Say("%s is another record now", one.name))
}

// sameRecord reports whether a file is the record that a remark was made on: where the
// shared branch was set back, another one may have got its number.
func (r *rebuilding) sameRecord(was, now ledger.ID) (bool, error) {
	if became, ok := r.blobs[was]; ok {
		was = became
	}
	before, err := r.desk.objects.Blob(was, ledger.MaxFile)
	if err != nil {
		return false, err
	}
	after, err := r.desk.objects.Blob(now, ledger.MaxFile)
	return err == nil && bytes.Equal(beginning(before), beginning(after)), err
}

// beginning is a record with the first step of its history, which never changes.
func beginning(record []byte) []byte {
	mark := []byte("\n  - step: ")
	first := bytes.Index(record, mark) + 1
	if second := bytes.Index(record[first:], mark); second >= 0 {
		return record[:first+second+1]
	}
	return record
}

// read reads what a file is and what it is to be.
func (r *rebuilding) read(one *rebuilt, now ledger.ID) error {
	var err error
	if !now.IsZero() && !one.Old.IsZero() {
		if one.old, err = r.desk.objects.Blob(now, ledger.MaxFile); err != nil {
			return err
		}
	}
	if one.New.IsZero() {
		return nil
	}
	if one.NewMode != ledger.Regular {
		return cannotFollow(finding.Say("%s is no ordinary file", one.name))
	}
	one.data, err = r.desk.objects.Blob(one.New, ledger.MaxFile)
	return err
}

// renamed is a text with the ids that were given anew. Each is looked at once: what one
// requirement was called is what the next one is called now.
func (r *rebuilding) renamed(text string) string {
	return numbered.ReplaceAllStringFunc(text, func(id string) string { return cmp.Or(r.ids[id], id) })
}

// numbered are the ids of records with a number.
var numbered = regexp.MustCompile(`[A-Z]{3}-[0-9]{4}-[0-9]{4,}`)

func deltas(changes []rebuilt) []ledger.Delta {
	all := make([]ledger.Delta, len(changes))
	for i, c := range changes {
		all[i] = c.Delta
	}
	return all
}

// became notes what files a commit brought, for those behind it.
func (r *rebuilding) became(commit ledger.ID, changes []ledger.Delta) error {
	tree, parents, err := r.desk.objects.Links(commit)
	if err != nil {
		return err
	}
	var before ledger.ID
	if len(parents) > 0 {
		if before, _, err = r.desk.objects.Links(parents[0]); err != nil {
			return err
		}
	}
	for _, c := range changes {
		name := r.renamed(c.Path)
		node, err := r.desk.objects.Find(tree, name)
		if err != nil {
			return err
		}
		found, err := r.desk.objects.Find(before, name)
		if err != nil {
			return err
		}
		r.blobs[c.New] = node.ID
		r.mixed[c.New] = !c.Old.IsZero() && !r.unchanged(c.Old, found.ID)
	}
	return nil
}

// draft makes an ordinary commit anew, by whom and when it was made.
func (r *rebuilding) draft(ctx context.Context, c waitingCommit, changes []rebuilt) error {
	out, err := r.desk.repo.Run(ctx, "log", "-1", "--format=%an%n%ae%n%aI%n%B", c.id.String())
	if err != nil {
		return err
	}
	f := strings.SplitN(string(out), "\n", 4)
	when, err := time.Parse(time.RFC3339, f[2])
	if err != nil {
		return err
	}
	subject, body, _ := strings.Cut(strings.TrimSpace(f[3]), "\n\n")
	d := ledger.Draft{Parent: r.tip, By: ledger.Stamp{Name: f[0], Email: f[1], When: when}, Subject: subject, Body: strings.TrimSpace(body)}
	for _, one := range changes {
		d.Changes = append(d.Changes, ledger.Change{Path: one.Path, Data: one.data})
	}
	id, _, err := d.Build(ctx, r.desk.repo.Objects(), nil)
	if err != nil {
		return err
	}
	r.tip = id
	return r.became(id, deltas(changes))
}

// judged refuses what the audit would.
func (r *rebuilding) judged(ctx context.Context, at *session, commit ledger.ID) error {
	subject := audit.Subject{Tip: r.theirs, Ref: r.desk.ref, Root: r.desk.root, Pin: at.id, Readers: r.desk.repo.Reader}
	from, ok := audit.Foothold(ctx, subject)
	subject.Tip = commit
	if ok {
		if _, good, err := audit.Continue(ctx, subject, from); good || err != nil {
			return err
		}
	}
	report, err := audit.Verify(ctx, subject)
	if err != nil {
		return err
	}
	for _, v := range report.Violations {
		if v.Commit == commit && !v.Warning() {
			return cannotFollow(v.Message)
		}
	}
	return nil
}
