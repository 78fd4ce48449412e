package audit

import (
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// Offence is a commit with violations of its own that no repair names yet.
type Offence struct {
	Commit  ledger.ID
	Digest  ledger.Digest // of the raw commit
	Lead    ledger.ID     // the commit it leads to; zero at the chain's start
	After   int           // number of the last sound entry before it; -1 where there is none
	Codes   []string      // of its violations, each once, in the order they were found
	Dropped []ledger.ID   // parents of a merge whose ledger the chain never had
}

// repairs reports whether the commit says that it is a repair.
func (e *reading) repairs() bool {
	return e.entry != nil && e.entry.Trailers.Action == procedure.ActionRepair
}

// mending reads what a repair says it brings, and the ledger that it leaves; how
// that differs from its parent's is not asked.
func (e *reading) mending(r *reader) {
	differences, err := r.objects.Diff(e.before, e.link.Tree)
	if err != nil {
		e.form(err)
		return
	}
	sums := map[string]ledger.Digest{}
	for _, d := range differences {
		name, inside := ledger.Below(r.root, d.Path)
		top, _, _ := strings.Cut(name, "/") // what stands there instead of a file or folder of the ledger is taken away whole
		switch {
		case !inside || !ledger.IsLedgerPath(top):
			e.foreign = append(e.foreign, d.Path)
		case among(e.entry.Trailers.Records, name) && !d.New.IsZero():
			d.Old = ledger.ID{}
			e.take(r, d, sums)
		}
	}
	e.sums = ledger.Content(sums)
}

// among reports whether sorted paths hold one, as the parser of trailers sorts them.
func among(paths []string, path string) bool {
	_, found := slices.BinarySearch(paths, path)
	return found
}

// align lets what a repair brings start from the sound state.
func (j *judgement) align() {
	if j.repairs() {
		for i := range j.changes {
			j.changes[i].old = j.blob(j.changes[i].path)
		}
	}
}

// repair: the ledger is as sound entries left it, and one ruling names every commit
// that was not by the procedure.
func (j *judgement) repair() {
	j.restored()
	changed := j.of(validator.Ruling)
	if len(changed) != 1 {
		j.add("E_SCOPE", "", finding.Say("a repair brings one ruling"))
		return
	}
	c := changed[0]
	if !c.old.IsZero() {
		j.add("E_SCOPE", c.path, finding.Say("a ruling never changes"))
		return
	}
	j.named(c)
	j.number(records.Rulings(), c.place.id, c.path)
	if c.ruling.Ruling != procedure.Repaired {
		j.add("E_TRANSITION", c.path, finding.Say("the entry says %s, the record says %s", procedure.ActionRepair, string(c.ruling.Ruling)))
	}
	j.refusals(c.path, j.rules.JudgeRepair(j.who))
	j.names(c.ruling, c.path)
	j.deed.Repairs = true
	j.then(func() { j.mend(c.ruling.ID) })
}

// restored: every file of the ledger that the repair does not name is the one that
// the last sound entry left.
func (j *judgement) restored() {
	files, err := j.objects.LedgerFiles(j.link.Tree, j.root)
	if err != nil {
		j.form(err)
		return
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		n, want := files[path], j.blob(path)
		switch {
		case among(j.entry.Trailers.Records, path):
		case want.IsZero():
			j.add("E_REPAIR", path, finding.Say("it leaves a file that no sound entry brought"))
		case n.ID != want || n.Mode != ledger.Regular:
			j.add("E_REPAIR", path, finding.Say("it leaves the file otherwise than the last sound entry did"))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(j.changed)) {
		if _, there := files[path]; !there {
			j.add("E_REPAIR", path, finding.Say("it does not bring back the file that the last sound entry left"))
		}
	}
}

// names: the ruling names the commits that wait for a repair, all and only these.
func (j *judgement) names(r *procedure.Ruling, path string) {
	for i, o := range j.offences {
		if i >= len(r.Commits) || string(r.Commits[i]) != string(o.Digest) {
			j.add("E_REPAIR", path, finding.Say("the next commit that it should name is %s, %s", o.Commit, short(o.Digest)))
			return
		}
	}
	if more := r.Commits[len(j.offences):]; len(more) > 0 {
		j.add("E_REPAIR", path, finding.Say("it names %s, which is no commit that waits for a repair", short(ledger.Digest(more[0]))))
	}
}

// mend turns what is wrong with the commits that a repair names into one warning
// for each.
func (r *replay) mend(ruling string) {
	said, at := map[ledger.ID]bool{}, map[ledger.ID]int{}
	for i, o := range r.offences {
		at[o.Commit] = i
	}
	var kept []Violation
	for _, v := range r.report.Violations {
		i, offends := at[v.Commit]
		switch {
		case !offends || v.Warning() || !mendable(v.Code):
			kept = append(kept, v)
		case !said[v.Commit]:
			said[v.Commit] = true
			v.Code, v.Path, v.More, v.Message = "W_REPAIRED", "", nil, r.offences[i].mended(ruling)
			kept = append(kept, v)
		}
	}
	r.report.Repaired += len(r.offences)
	r.report.Violations, r.offences = kept, nil
}

func (o *Offence) mended(ruling string) finding.Sentence {
	if len(o.Dropped) > 0 {
		return finding.Say("it was not by the procedure (%s); %s put the ledger back, but what the merge dropped did not come back", procedure.Names(o.Codes), ruling)
	}
	return finding.Say("it was not by the procedure (%s); %s put the ledger back", procedure.Names(o.Codes), ruling)
}

// mendable reports whether a repair mends a commit's violation: not one that says
// that bytes are missing here, or are not what they were.
func mendable(code string) bool { return code != "E_SHALLOW" && code != "E_OBJ_HASH" }

// offend remembers a commit that has violations among those found since.
func (r *replay) offend(l ledger.Link, e *reading, since int, dropped []ledger.ID) {
	o := Offence{Commit: l.ID, Lead: l.Lead, After: r.report.Last.Number, Dropped: dropped}
	for _, v := range r.report.Violations[min(since, len(r.report.Violations)):] { // a repair takes some away
		if v.Commit == l.ID && !v.Warning() && mendable(v.Code) && !slices.Contains(o.Codes, v.Code) {
			o.Codes = append(o.Codes, v.Code)
		}
	}
	if len(o.Codes) == 0 {
		return
	}
	if e != nil {
		o.Digest = e.digest
	} else {
		o.Digest = ledger.DigestOf(l.Raw) // kept where something can be wrong with the link
	}
	r.offences = append(r.offences, o)
}

// dropped are the parents of a merge whose ledger is none that the chain had before.
func (r *replay) dropped(l ledger.Link) []ledger.ID {
	if len(l.Others) == 0 {
		return nil
	}
	var gone []ledger.ID
	others := slices.Clone(l.Parents)
	if lead := slices.Index(others, l.Lead); lead >= 0 {
		others = slices.Delete(others, lead, lead+1)
	}
	for i, state := range l.Others {
		if !r.had(state) {
			gone = append(gone, others[i])
		}
	}
	return gone
}
