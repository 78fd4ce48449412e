package audit

import (
	"slices"
	"strconv"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

// replay is the sound state of a ledger as its entries are judged one after the
// other: what a violating commit did never enters it.
type replay struct {
	*sound
	report   *Report
	shelf    *shelf
	tags     string // prefix of version tags
	rules    *procedure.Procedure
	eras     []era                         // every sound procedure in its order
	listed   map[string]procedure.PersonID // every key ever listed
	states   map[ledger.State]bool         // that the chain had
	before   *past                         // where judging goes on; nil from the beginning
	deeds    []procedure.Deed              // of all sound entries, by number
	origins  []origin
	signed   map[signature.Key]string // keys as the procedure writes them
	actors   map[procedure.Actor]procedure.Actor
	rulings  []*procedure.Ruling
	offences []Offence // that no repair names yet
	founder  string    // the key that signed genesis: its own proof
	meetings int       // whose voters have not all signed
	when     time.Time
	newest   bool // judging is for Newest: what only the whole history tells is not asked
	gap      bool // something of an entry cannot be read: nothing behind it can be judged
	damage   damage
}

func newReplay(objects *ledger.Reader, root string, report *Report) *replay {
	return &replay{
		sound:  newSound(objects, root),
		report: report,
		shelf:  newShelf(objects, root),
		signed: map[signature.Key]string{},
		actors: map[procedure.Actor]procedure.Actor{},
		listed: map[string]procedure.PersonID{},
		states: map[ledger.State]bool{{}: true},
	}
}

// judgement is one entry before the replay: what is wrong with it so far, and
// what it does if nothing is.
type judgement struct {
	*replay
	*reading
	who    procedure.Actor
	stamp  procedure.Stamp
	deed   procedure.Deed
	effect []func()

	files   map[string]*change   // attached files that it brings, by path
	filesOf map[string][]*change // the same, by what they belong to
}

// judge judges an entry by the sound state before it and, if it is sound, makes
// it part of that state.
func (r *replay) judge(e *reading) {
	j := &judgement{replay: r, reading: e}
	known := len(e.faults)
	if e.entry != nil {
		t := e.entry.Trailers
		j.who = procedure.Actor{Person: procedure.PersonID(t.Actor), Role: procedure.RoleID(t.Role)}
		j.stamp = procedure.Stamp{At: at(e.entry.By.When), Entry: t.Entry}
		j.judge()
	}
	if r.trouble != nil {
		e.faults = e.faults[:known] // the rest was judged without what could not be read
		if !r.newest {
			e.form(r.trouble)
		}
		r.trouble = nil
	}
	r.publishFaults(e)
	if len(e.faults) == 0 {
		j.apply()
	}
	r.notices(e)
	if len(e.faults) == 0 {
		r.report.ground(r)
	}
}

// publishFaults puts an entry's faults into the report.
func (r *replay) publishFaults(e *reading) {
	for _, v := range e.faults {
		if !r.damage.again(v) {
			r.note(e, v)
		}
	}
}

func (r *replay) note(e *reading, v Violation) {
	v.Commit, v.Entry = e.link.ID, -1
	if e.entry != nil {
		v.Entry, v.Who = e.entry.Trailers.Entry, e.entry.Trailers.Actor
	}
	r.report.Violations = append(r.report.Violations, v)
}

// notices are warnings about a sound entry.
func (r *replay) notices(e *reading) {
	if e.entry == nil || len(e.faults) > 0 {
		return
	}
	if e.entry.By.When.Before(r.when) {
		r.note(e, Violation{Code: "W_CLOCK", Message: finding.Say("its date is before that of the entry before it; dates are claims, the order is not")})
	}
	r.when = e.entry.By.When
}

func (j *judgement) judge() {
	if j.rules == nil {
		j.genesis()
		return
	}
	if j.beyond() {
		j.form(errBeyond)
		return
	}
	j.follows()
	j.align()
	if !j.signer(j.rules) || j.unread() {
		return
	}
	j.scope()
	if j.judgeable() {
		j.action()
	}
}

// judgeable reports whether all records that the entry changes could be read and go on
// from what sound entries left: then its step can be judged, whatever else is wrong.
func (j *judgement) judgeable() bool {
	return !j.has("E_OBJ_FORM") && !j.has("E_PATH") && !slices.ContainsFunc(j.faults, func(v Violation) bool { return v.Path != "" })
}

// follows: the entry is the next one of this ledger, on its branch.
func (j *judgement) follows() {
	t := j.entry.Trailers
	last := j.report.Last
	if t.Ledger != j.report.Ledger {
		j.add("E_LEDGER", "", finding.Say("it belongs to the ledger %s", short(t.Ledger)))
	}
	if want := j.rules.Ledger.Ref(); t.Ref != want {
		j.add("E_REF", "", finding.Say("it was made for %s, not for %s", t.Ref, want))
	}
	if t.Entry != last.Number+1 {
		j.add("E_SEQ", "", finding.Say("its number is %s, the next one is %s", t.Entry, last.Number+1))
	}
	if t.Previous != last.Digest {
		follows, sound := shortened(t.Previous, last.Digest)
		j.add("E_CHAIN", "", finding.Say("it follows %s, but the last sound entry is %s", follows, sound))
	}
}

// signer: the key is that of the person named, by the procedure given; the
// header names that person. It reports whether judging goes on.
func (j *judgement) signer(rules *procedure.Procedure) bool {
	if j.key == (signature.Key{}) {
		return false
	}
	owner, ok := rules.Owner(j.key.String())
	if !ok {
		code := "E_KEY_UNKNOWN"
		if _, once := j.listed[j.key.String()]; once {
			code = "E_KEY_RETIRED"
		}
		if rules.Revoked(j.key.String()) {
			code = "E_REVOKED"
		}
		j.add(code, "", finding.Say("the procedure does not know the key %s that signed it", j.key.Fingerprint()))
		return false
	}
	if owner != j.who.Person {
		j.add("E_ACTOR", "", finding.Say("it names %s, but %s signed it", string(j.who.Person), string(owner)))
	}
	person, by := rules.People[owner], j.entry.By
	if by.Name != person.Name || by.Email != person.Email {
		j.add("E_ACTOR", "", finding.Say("its header names %s <%s>, the procedure has %s <%s>", by.Name, by.Email, person.Name, person.Email))
	}
	if !rules.Acts(owner, j.who.Role) {
		j.add("E_ROLE", "", finding.Say("%s does not hold the role %s", string(owner), string(j.who.Role)))
	}
	return true
}

// scope: the trailers name exactly what the entry changes, each change starts
// from the sound state, and nothing else is touched.
func (j *judgement) scope() {
	t := j.entry.Trailers
	var paths []string
	for _, c := range j.changes {
		paths = append(paths, c.path)
		if c.old != j.blob(c.path) {
			j.add("E_CHAIN", c.path, finding.Say("it starts from bytes that no sound entry left there"))
		}
	}
	slices.Sort(paths)
	if !slices.Equal(paths, t.Records) {
		j.add("E_SCOPE", "", finding.Say("its trailers name %s, it changes %s", procedure.Names(t.Records), procedure.Names(paths)))
	}
	if t.Content != j.sums && !j.contentless() {
		says, sums := shortened(t.Content, j.sums)
		j.add("E_DIGEST", "", finding.Say("SC-Content says %s, its files make %s", says, sums))
	}
	for _, f := range j.foreign {
		j.add("E_SCOPE", "", finding.Say("an entry changes records only, not %s", f))
	}
	if t.Action != string(procedure.StepPropose) {
		for _, d := range j.drafts {
			j.add("E_SCOPE", d.path, finding.Say("only a proposal brings drafts along"))
		}
	}
}

// agrees: what a record says of who, when and where is what its entry says.
func (j *judgement) agrees(path string, who procedure.Actor, at procedure.Stamp) {
	if who != j.who {
		j.add("E_ACTOR", path, finding.Say("the record says %s as %s, the entry %s as %s", string(who.Person), string(who.Role), string(j.who.Person), string(j.who.Role)))
	}
	if at.At != j.stamp.At {
		j.add("E_TIME", path, j.stamp.Unlike(at.At))
	}
	if at.Entry != j.stamp.Entry {
		j.add("E_SEQ", path, finding.Say("the record says entry %s, the trailers %s", at.Entry, j.stamp.Entry))
	}
}

// contentless reports whether the entry brings as a record what has no content, such
// as a submodule: SC-Content cannot have a line for it.
func (j *judgement) contentless() bool {
	return slices.ContainsFunc(j.changes, func(c change) bool { return c.digest == "" })
}

// refusals notes what the procedure says no to.
func (j *judgement) refusals(path string, rs ...*procedure.Refusal) {
	for _, r := range rs {
		if r == nil {
			continue
		}
		m := r.Message
		if r.Subject != "" {
			m = finding.Say("%s: %s", r.Subject, r.Message)
		}
		j.add(r.Code, path, m)
	}
}

// apply makes a sound entry part of the state.
func (j *judgement) apply() {
	for _, f := range j.effect {
		f()
	}
	for _, c := range j.changes {
		j.changed[c.path] = c.new
	}
	j.remember()
	j.report.Last = Mark{Number: j.entry.Trailers.Entry, Digest: j.digest, Commit: j.link.ID}
	j.report.At = j.entry.By.When
	j.report.Marks = append(j.report.Marks, j.report.Last)
	j.report.Entries++
}

// then does something once the entry is known to be sound.
func (j *judgement) then(f func()) { j.effect = append(j.effect, f) }

// number: the id of a new record is the next of its kind in the year of the
// entry's time.
func (j *judgement) number(k records.Kind, id, path string) {
	year, n, _ := k.Parse(id)
	highest := j.sound.number(k, year)
	switch {
	case year != j.stamp.At[:4]:
		j.add("E_ID", path, finding.Say("its year is not that of the entry, %s", j.stamp.At[:4]))
	case n != highest+1:
		j.add("E_ID", path, finding.Say("the next number is %s", k.ID(year, highest+1)))
	}
	j.then(func() { j.highest[k.Prefix+year] = n })
}

// era is a procedure with the number of the entry that put it in force.
type era struct {
	entry int
	rules *procedure.Procedure
}

// since are the procedure that judged an entry and all sound ones after it.
func (r *replay) since(entry int) []*procedure.Procedure {
	var found []*procedure.Procedure
	for i, e := range r.eras {
		if next := i + 1; next == len(r.eras) || r.eras[next].entry >= entry {
			found = append(found, e.rules)
		}
	}
	return found
}

// enact puts a procedure in force, and remembers it and its keys for ever.
func (j *judgement) enact(p *procedure.Procedure) {
	j.rules, j.report.Procedure = p, p
	j.eras = append(j.eras, era{j.entry.Trailers.Entry, p})
	j.list(p)
}

// list remembers whose keys a procedure lists.
func (r *replay) list(p *procedure.Procedure) {
	for _, id := range p.Persons() {
		for _, k := range p.People[id].Keys {
			r.listed[k.Key] = id
		}
	}
}

// at is a committer's time as records write it.
func at(t time.Time) string { return t.Format(time.RFC3339) }

// shortened are two digests that differ, so far that it shows.
func shortened(a, b ledger.Digest) (string, string) {
	if short(a) == short(b) {
		return string(a), string(b)
	}
	return short(a), short(b)
}

func short(d ledger.Digest) string {
	if len(d) < 19 {
		return strconv.Quote(string(d))
	}
	return string(d[:19])
}
