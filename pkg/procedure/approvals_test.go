package procedure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

const qian = procedure.PersonID("qian.li") // an ops lead, as the test needs it

// board is the sample procedure with three who may amend, two of whom must.
func board(t *testing.T) *procedure.Procedure {
	p := staffed(t)
	p.People[zhao], p.People[qian] = person("赵敏", "ops_lead"), person("钱立", "ops_lead")
	p.Rules.Amend.Approvals = 2
	return p
}

func TestApprovalsOfAnAmendment(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		k     int
		given []procedure.PersonID
		spoil func(*procedure.Procedure)
		want  string
		says  string
	}{
		{"one is enough", 1, nil, nil, "", ""},
		{"none beside the signer", 2, nil, nil, "E_THRESHOLD", "needs the approval of 2 people, this one has that of 1"},
		{"one beside the signer", 2, []procedure.PersonID{zhao}, nil, "", ""},
		{"the signer once more", 2, []procedure.PersonID{zhang}, nil, "E_THRESHOLD", "has that of 1"},
		{"the same person twice", 3, []procedure.PersonID{zhao, zhao}, nil, "E_THRESHOLD", "needs the approval of 3 people, this one has that of 2"},
		{"three", 3, []procedure.PersonID{qian, zhang, zhao}, nil, "", ""},
		{"somebody who may not amend", 2, []procedure.PersonID{li}, nil, "E_THRESHOLD", "has that of 1"},
		{"lowering the number takes the old number", 2, nil, func(p *procedure.Procedure) { p.Rules.Amend.Approvals = 1 }, "E_THRESHOLD", "has that of 1"},
		{"lowering the number", 2, []procedure.PersonID{zhao}, func(p *procedure.Procedure) { p.Rules.Amend.Approvals = 1 }, "", ""},
		{"more than there are", 2, []procedure.PersonID{zhao}, func(p *procedure.Procedure) { p.Rules.Amend.Approvals = 4 }, "E_PROCEDURE_LOCKOUT", "needs the approval of 4 people, but only 3"},
		{"one leaves, and too few stay", 3, []procedure.PersonID{zhao, qian}, func(p *procedure.Procedure) { p.People[zhang] = procedure.Person{Name: "张伟"} }, "E_PROCEDURE_LOCKOUT", "needs the approval of 3 people, but only 2"},
	} {
		before, after := board(t), board(t)
		before.Rules.Amend.Approvals, after.Rules.Amend.Approvals, after.Version = c.k, c.k, 2
		if c.spoil != nil {
			c.spoil(after)
		}
		rs := procedure.Amendment{Old: before, New: after, Signer: zhang, Role: "ops_lead", Given: assents(c.given...)}.Judge()
		if got := codes(rs); got != c.want || got != "" && !strings.Contains(rs[0].Error(), c.says) {
			t.Errorf("%s: got %v, want %s %s", c.name, rs, c.want, c.says)
		}
	}
}

func TestGenesisWithMoreApprovalsThanPeople(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	p.Rules.Amend.Approvals = 2
	if rs := procedure.JudgeGenesis(p, zhang); codes(rs) != "E_PROCEDURE_LOCKOUT" {
		t.Errorf("got %v", rs)
	}
	if rs := procedure.JudgeGenesis(board(t), zhang); len(rs) > 0 {
		t.Errorf("got %v", rs)
	}
}

func TestSupportOfAnAmendment(t *testing.T) {
	t.Parallel()
	a := procedure.Amendment{Old: board(t), Signer: zhang, Given: assents(zhao, zhang, li, qian)}
	if got := fmt.Sprint(a.Support()); got != "[{1 [11 14]}]" {
		t.Errorf("got %s", got)
	}
	a.Old.Rules.Amend.Approvals = 1
	if got := a.Support(); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestWhoMayStillApprove(t *testing.T) {
	t.Parallel()
	if got := board(t).Approvers(assents(zhang)); !slices.Equal(got, []procedure.PersonID{qian, zhao}) {
		t.Errorf("got %v", got)
	}
}

// An amendment that two had to approve, with the key of zhao revoked afterwards from
// its approval on, and a version that rests on a confirmation of the same key.
func TestDisputesByConfirmations(t *testing.T) {
	t.Parallel()
	enrols := func(d []procedure.Deed) *procedure.Deed { return &d[4] }
	for _, c := range []struct {
		name    string
		spoil   func([]procedure.Deed)
		rulings []*procedure.Ruling
		want    string
	}{
		{"an approval that it needed", func(d []procedure.Deed) { enrols(d).Rests = []procedure.Support{{Least: 1, Given: []int{3}}} }, nil, "3 4 5 7"},
		{"an approval, and one more than it needed", func(d []procedure.Deed) { enrols(d).Rests = []procedure.Support{{Least: 1, Given: []int{1, 3}}} }, nil, "3 7"},
		{"the approval stands", func(d []procedure.Deed) { enrols(d).Rests = []procedure.Support{{Least: 1, Given: []int{3}}} }, []*procedure.Ruling{ruling(3, procedure.Ratified)}, "7"},
		{"the approval is void", func(d []procedure.Deed) { enrols(d).Rests = []procedure.Support{{Least: 1, Given: []int{3}}} }, []*procedure.Ruling{ruling(3, procedure.Voided)}, "4 5 7"},
		{"the amendment is ratified", func(d []procedure.Deed) { enrols(d).Rests = []procedure.Support{{Least: 1, Given: []int{3}}} }, []*procedure.Ruling{ruling(4, procedure.Ratified)}, "3 7"},
		{"a version that needed it", func(d []procedure.Deed) {
			d[6].Publishes, d[6].Rests = true, []procedure.Support{{Least: 1, Given: []int{3}}}
		}, nil, "3 6 7"},
		{"one of several things that it needed", func(d []procedure.Deed) {
			d[6].Rests = []procedure.Support{{Least: 1, Given: []int{1}}, {Least: 2, Given: []int{1, 3}}}
		}, nil, "3 6 7"},
	} {
		all := deeds(c.rulings...)
		all[4].By, all[4].Key = procedure.Actor{Person: zhang}, "ssh-ed25519 "+string(zhang) // a good key signs the amendment
		c.spoil(all)
		ds := procedure.Disputes(all)
		if got := open(ds); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		for _, d := range ds {
			if d.From != 3 {
				t.Errorf("%s: entry %d is in dispute from %d, want 3", c.name, d.Entry, d.From)
			}
		}
	}
}
