package procedure_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// deeds is a ledger of eight entries: zhao's key signs 3, 4 (which enrols a helper)
// and 7; the helper signs 5, li goes on in 6; entry 8 revokes zhao's key from 3 on.
func deeds(rulings ...*procedure.Ruling) []procedure.Deed {
	key := func(id procedure.PersonID) string { return "ssh-ed25519 " + string(id) }
	people := func(revoked []procedure.Revocation, ids ...procedure.PersonID) *procedure.Procedure {
		p := &procedure.Procedure{People: map[procedure.PersonID]procedure.Person{}}
		for _, id := range ids {
			p.People[id] = procedure.Person{Roles: []procedure.RoleID{"ops_lead"}, Keys: []procedure.Key{{Key: key(id)}}}
		}
		z := p.People[zhao]
		z.Revoked = revoked
		p.People[zhao] = z
		return p
	}
	before, helped := people(nil, zhang, li, zhao), people(nil, zhang, li, zhao, wang)
	after := people([]procedure.Revocation{{Key: key(zhao), FromEntry: 3, Reason: "stolen"}}, zhang, li, wang)
	var all []procedure.Deed
	for i, d := range []procedure.Deed{
		{By: procedure.Actor{Person: zhang}},
		{By: procedure.Actor{Person: zhang}},
		{By: procedure.Actor{Person: zhao}, Moved: []procedure.RequestID{slr1}},
		{By: procedure.Actor{Person: zhao}, Moved: []procedure.RequestID{slr1}},
		{By: procedure.Actor{Person: zhao}, Old: before, New: helped},
		{By: procedure.Actor{Person: wang}, Moved: []procedure.RequestID{slr2}},
		{By: procedure.Actor{Person: li}, Moved: []procedure.RequestID{slr2}},
		{By: procedure.Actor{Person: zhao}, Rulings: []*procedure.Ruling{}},
		{By: procedure.Actor{Person: zhang}, Old: helped, New: after},
		{By: procedure.Actor{Person: zhang}, Rulings: rulings},
		{By: procedure.Actor{Person: zhang}, Moved: []procedure.RequestID{slr2}},
	} {
		d.Entry, d.Key = i, key(d.By.Person)
		all = append(all, d)
	}
	return all
}

func ruling(entry int, v procedure.Verdict) *procedure.Ruling {
	return &procedure.Ruling{Entry: entry, Ruling: v, In: 9}
}

// open are the numbers of the entries in open dispute.
func open(ds []procedure.Dispute) string {
	var all []string
	for _, d := range ds {
		if d.Open() {
			all = append(all, fmt.Sprint(d.Entry))
		}
	}
	return strings.Join(all, " ")
}

func TestDisputes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		rulings []*procedure.Ruling
		want    string
	}{
		{"nobody has ruled", nil, "3 4 5 7"},
		{"one stands", []*procedure.Ruling{ruling(3, procedure.Ratified)}, "4 5 7"},
		{"who was enrolled is in order once the enrolment is", []*procedure.Ruling{ruling(4, procedure.Ratified)}, "3 7"},
		{"what rests on a void step", []*procedure.Ruling{ruling(5, procedure.Voided)}, "3 4 6 7"},
		{"what rests on a void step whose signer is in order", []*procedure.Ruling{ruling(4, procedure.Ratified), ruling(5, procedure.Voided)}, "3 6 7"},
		{"nothing rests on a void step of another request", []*procedure.Ruling{ruling(3, procedure.Voided)}, "4 5 7"},
		{"a superseded enrolment stays in doubt", []*procedure.Ruling{ruling(4, procedure.Superseded)}, "3 5 7"},
		{"all closed", []*procedure.Ruling{ruling(3, procedure.Voided), ruling(4, procedure.Superseded), ruling(5, procedure.Voided), ruling(6, procedure.Ratified), ruling(7, procedure.Ratified)}, ""},
	} {
		if got := open(procedure.Disputes(deeds(c.rulings...))); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// What was judged by rules that a disputed amendment changed is in dispute, from the
// first amendment there is on, until somebody amends who could do so without it.
func TestDisputesByRules(t *testing.T) {
	t.Parallel()
	amends := []procedure.Step{{Name: procedure.StepAmend, By: []procedure.RoleID{"ops_lead"}}}
	for _, c := range []struct {
		name    string
		before  []procedure.Step // of genesis
		changed []procedure.Step // by the thief
		rulings []*procedure.Ruling
		want    string
	}{
		{"nothing but people", amends, amends, nil, "3 4 5 7"},
		{"rules too", amends, append(amends, procedure.Step{Name: "reject"}), nil, "3 4 5 6 7"},
		{"rules that were ratified", amends, append(amends, procedure.Step{Name: "reject"}), []*procedure.Ruling{ruling(4, procedure.Ratified)}, "3 7"},
		{"the right to amend", nil, amends, nil, "3 4 5 6 7 8 9 10"},
	} {
		all := deeds(c.rulings...)
		all[4].Old.Steps, all[4].New.Steps, all[8].New.Steps = c.before, c.changed, c.changed
		if c.rulings == nil {
			all[9].Rulings = []*procedure.Ruling{ruling(1, procedure.Ratified)}
		}
		if got := open(procedure.Disputes(all)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// A ruling in an entry that is void itself does not count.
func TestAVoidRulingDoesNotCount(t *testing.T) {
	t.Parallel()
	all := deeds()
	all[7].Rulings = []*procedure.Ruling{{Entry: 3, Ruling: procedure.Voided, In: 7}}
	if got, want := open(procedure.Disputes(all)), "4 5 7"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	all[9].Rulings = []*procedure.Ruling{ruling(7, procedure.Voided)}
	if got, want := open(procedure.Disputes(all)), "3 4 5"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	void := procedure.Voids([]*procedure.Ruling{all[7].Rulings[0], all[9].Rulings[0]})
	if void[3] || !void[7] {
		t.Errorf("got %v, want 7 only", void)
	}
}

// A void entry stays void when the revocation that led to the ruling is superseded.
func TestWhatRestsOnAVoidStepOutlivesTheRevocation(t *testing.T) {
	t.Parallel()
	all := deeds(ruling(5, procedure.Voided), ruling(8, procedure.Superseded))
	if got, want := open(procedure.Disputes(all)), "6"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if d := procedure.Disputes(all)[0]; d.From != 5 {
		t.Errorf("From is %d, want the void entry itself", d.From)
	}
}

func TestNoRevocationNoDispute(t *testing.T) {
	t.Parallel()
	if got := procedure.Disputes(deeds()[:8]); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestFoldWithoutWhatIsVoid(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	r := &procedure.Request{ID: slr1, Source: procedure.SourceInternal, History: []procedure.Event{
		{Step: procedure.StepRequest, By: wang, Entry: 1},
		{Step: procedure.StepApprove, By: zhang, Entry: 2},
		{Step: procedure.StepCorrect, Entry: 3, Correction: &procedure.Correction{Field: "title", To: "another"}},
	}}
	for _, c := range []struct {
		void int
		want procedure.State
	}{{0, procedure.StateApproved}, {1, procedure.StateVoid}, {2, procedure.StateSubmitted}, {3, procedure.StateApproved}} {
		r.Strike(map[int]bool{c.void: true})
		got, err := p.Fold(r)
		if err != nil || got.State != c.want {
			t.Errorf("without entry %d: got %s, %v; want %s", c.void, got.State, err, c.want)
		}
		if corrected := procedure.Corrected(r).Title.String() == "another"; corrected == (c.void == 3) {
			t.Errorf("without entry %d: corrected is %v", c.void, corrected)
		}
	}
}
