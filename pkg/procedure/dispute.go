package procedure

import (
	"reflect"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// Verdict is how a dispute is closed.
type Verdict string

// The verdicts: an entry stands; its steps do not count; an amendment that a later
// one has replaced; commits that were not by the procedure are mended.
const (
	Ratified   Verdict = "ratify"
	Voided     Verdict = "void"
	Superseded Verdict = "superseded"
	Repaired   Verdict = "repair"
)

// Ruling is the record that closes the dispute about one entry, or that names the
// commits which a repair mends. It never changes.
type Ruling struct {
	Schema  int                `yaml:"schema"`
	ID      string             `yaml:"id"`
	Entry   int                `yaml:"entry,omitempty"` // none in a repair
	Ruling  Verdict            `yaml:"ruling"`
	Commits []catalogue.Digest `yaml:"commits,omitempty"` // raw commits, the oldest first; of a repair only
	Reason  string             `yaml:"reason"`
	In      int                `yaml:"ruled_in"` // number of the entry that carries it
}

// Deed is one sound entry, as far as disputes look at it.
type Deed struct {
	Entry     int
	Key       string // that signed it
	By        Actor
	Moved     []RequestID // by a step that a later one rests on (Bears)
	Publishes bool
	Old, New  *Procedure // of an amendment
	Rulings   []*Ruling
	Repairs   bool      // it put the ledger back and did nothing else
	Rests     []Support // on confirmations by others
}

// Bears reports whether later steps rest on this one: it leads to another state, or it
// is an assent without which they would not have been taken.
func (s Step) Bears() bool {
	return s.To != SameState || s.Name == StepApprove || s.Name == StepAcceptDeviation
}

// Dispute is one entry that a stolen key may have brought about.
type Dispute struct {
	Deed
	From   int              // entry from which the key behind it is revoked
	Why    finding.Sentence // what makes it disputed
	Ruling Verdict          // empty while it is open
}

// Open reports whether nobody has ruled on it yet.
func (d Dispute) Open() bool { return d.Ruling == "" }

// Disputes are the entries in dispute, by number: those that a revoked key signed
// since the entry its revocation names, those signed by a key or in a role that a
// disputed amendment brought, those judged by rules that one changed, and those that rest
// on one that was ruled void. The deeds are all sound entries in their order.
func Disputes(deeds []Deed) []Dispute {
	var rulings []*Ruling
	for _, d := range deeds {
		rulings = append(rulings, d.Rulings...)
	}
	w := &inquest{verdicts: verdicts(rulings), revoked: map[string]int{}, keys: map[string]int{}, roles: map[Actor]int{}, doubtful: map[int]int{}}
	for _, d := range deeds {
		if d.New != nil && w.verdicts[d.Entry].Ruling != Superseded {
			w.revoke(fresh(d.Old, d.New))
		}
	}
	if len(w.revoked) == 0 && len(w.verdicts) == 0 {
		return nil
	}
	for _, d := range deeds {
		w.look(d)
	}
	return w.found
}

// Voids are the numbers of the entries that were ruled void.
func Voids(rulings []*Ruling) map[int]bool {
	void := map[int]bool{}
	for n, v := range verdicts(rulings) {
		if v.Ruling == Voided {
			void[n] = true
		}
	}
	return void
}

// verdicts are the rulings that count, by the entry ruled on: the latest one, and
// none that stands in an entry that is void itself. A ruling speaks of an earlier
// entry only, so the last ones are settled first.
func verdicts(rulings []*Ruling) map[int]Ruling {
	found := map[int]Ruling{}
	sorted := slices.Clone(rulings)
	slices.SortStableFunc(sorted, func(a, b *Ruling) int { return b.In - a.In })
	for _, r := range sorted {
		if r.Ruling == Repaired {
			continue // it is about no entry
		}
		if _, later := found[r.Entry]; !later && found[r.In].Ruling != Voided {
			found[r.Entry] = *r
		}
	}
	return found
}

// fresh are the revocations that an amendment brings, by the person they are about.
func fresh(was, is *Procedure) map[PersonID][]Revocation {
	found := map[PersonID][]Revocation{}
	for id, p := range is.People {
		for _, r := range p.Revoked {
			if was == nil || !slices.Contains(was.People[id].Revoked, r) {
				found[id] = append(found[id], r)
			}
		}
	}
	return found
}

// inquest walks the entries from the first to the last.
type inquest struct {
	verdicts map[int]Ruling
	revoked  map[string]int // key → first entry that it signed without its owner
	keys     map[string]int // brought by a disputed amendment → From of that dispute
	roles    map[Actor]int  // likewise
	doubtful map[int]int    // entries in dispute and not ratified → From of their disputes
	sure     *Procedure     // that the last amendment free of doubt brought
	changed  bool           // disputed amendments since then have changed its rules
	changer  int            // the least From of these
	void     []Dispute
	found    []Dispute
}

func (w *inquest) revoke(all map[PersonID][]Revocation) {
	for _, rs := range all {
		for _, r := range rs {
			if from, twice := w.revoked[r.Key]; !twice || r.FromEntry < from {
				w.revoked[r.Key] = r.FromEntry
			}
		}
	}
}

func (w *inquest) look(d Deed) {
	x := Dispute{Deed: d, Ruling: w.verdicts[d.Entry].Ruling}
	disputed := w.bySignature(&x) || w.byRest(&x) || w.bySupport(&x) || w.byRules(&x)
	if disputed {
		w.found = append(w.found, x)
		if x.Ruling != Ratified {
			w.doubtful[x.Entry] = x.From
		}
	} else {
		x.From = x.Entry // what made it disputed was ratified or superseded since
	}
	if x.Ruling == Voided {
		w.void = append(w.void, x)
	}
	if d.New == nil {
		return
	}
	_, doubtful := w.doubtful[x.Entry]
	keys, roles := d.brings()
	for _, k := range keys {
		if delete(w.keys, k); doubtful {
			w.keys[k] = x.From
		}
	}
	for _, r := range roles {
		if delete(w.roles, r); doubtful {
			w.roles[r] = x.From
		}
	}
	w.amended(x)
}

// amended notes by which rules is judged from an amendment on.
func (w *inquest) amended(x Dispute) {
	_, doubtful := w.doubtful[x.Entry]
	if w.sure == nil {
		w.sure = x.Old // genesis brought it, which is never in doubt
	}
	switch {
	case !doubtful:
		w.sure, w.changer = x.New, 0
	case w.changer == 0:
		w.changer = x.From
	default:
		w.changer = min(w.changer, x.From)
	}
	w.changed = doubtful && !sameRules(w.sure, x.New)
}

// sameRules reports whether two procedures differ in nothing but who is who: what else
// they say decides what a person may do.
func sameRules(a, b *Procedure) bool {
	x, y := *a, *b
	for _, p := range []*Procedure{&x, &y} {
		p.Version, p.People, p.Delegations = 0, nil, nil
	}
	return reflect.DeepEqual(x, y)
}

// bySignature: the key or the role behind the signature is in doubt.
func (w *inquest) bySignature(x *Dispute) bool {
	if from, ok := w.revoked[x.Key]; ok && x.Entry >= from {
		x.From, x.Why = from, finding.Say("the key that signed it is revoked from entry %s on", from)
		return true
	}
	if from, ok := w.keys[x.Key]; ok {
		x.From, x.Why = from, finding.Say("a disputed amendment brought the key that signed it")
		return true
	}
	if from, ok := w.roles[x.By]; ok {
		x.From, x.Why = from, finding.Say("a disputed amendment gave %s the role %s", string(x.By.Person), string(x.By.Role))
		return true
	}
	return false
}

// byRules: it was judged by rules that only a disputed amendment brought. Whoever could
// amend without them may put that right: what they sign is their own judgement.
func (w *inquest) byRules(x *Dispute) bool {
	mends := x.New != nil || len(x.Rulings) > 0 || x.Repairs
	if !w.changed || mends && w.sure.amends(x.By.Person, x.Key) {
		return false
	}
	x.From, x.Why = w.changer, finding.Say("a disputed amendment changed the rules that it was judged by")
	return true
}

// byRest: it goes on from where a void entry led to, and was signed before that
// was ruled.
func (w *inquest) byRest(x *Dispute) bool {
	for _, v := range w.void {
		if x.Entry < w.verdicts[v.Entry].In && (intersects(x.Moved, v.Moved) || x.Publishes && v.Publishes) {
			x.From, x.Why = v.From, finding.Say("it rests on entry %s, which is void", v.Entry)
			return true
		}
	}
	return false
}

// bySupport: without confirmations that are in doubt it had too few.
func (w *inquest) bySupport(x *Dispute) bool {
	for _, s := range x.Rests {
		sure, from := 0, x.Entry
		for _, n := range s.Given {
			if f, doubtful := w.doubtful[n]; doubtful {
				from = min(from, f)
			} else {
				sure++
			}
		}
		if sure < s.Least {
			x.From, x.Why = from, finding.Say("it needed a confirmation that is in dispute")
			return true
		}
	}
	return false
}

// brings are the keys and the roles that an amendment gives to people.
func (d Deed) brings() (keys []string, roles []Actor) {
	if d.Old == nil || d.New == nil {
		return nil, nil
	}
	for _, id := range d.New.Persons() {
		is, was := d.New.People[id], d.Old.People[id]
		for _, k := range is.Keys {
			if !slices.ContainsFunc(was.Keys, func(o Key) bool { return o.Key == k.Key }) {
				keys = append(keys, k.Key)
			}
		}
		for _, r := range is.Roles {
			if !slices.Contains(was.Roles, r) {
				roles = append(roles, Actor{id, r})
			}
		}
	}
	for _, given := range without(d.New.Delegations, d.Old.Delegations) {
		roles = append(roles, Actor{given.To, given.Role})
	}
	return keys, roles
}
