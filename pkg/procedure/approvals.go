package procedure

import (
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Proposal is an amendment that is proposed, with the approvals of it that count.
type Proposal struct {
	*Confirmation // the first one, which brings the text
	Given         []Assent
}

// SameAmendment reports whether another confirmation is about the same text on the
// same version.
func (c *Confirmation) SameAmendment(other *Confirmation) bool {
	return c.Amends > 0 && c.Amends == other.Amends && c.Digest == other.Digest
}

// judgeApprovals: enough people approved these very bytes on this very version; the
// signer does so by signing.
func (a Amendment) judgeApprovals() *Refusal {
	want := a.Old.Rules.Amend.Approvals
	got := len(a.approving())
	if want <= 1 || got >= want {
		return nil
	}
	return refuse("E_THRESHOLD", finding.Say("an amendment needs the approval of %s people, this one has that of %s", want, got)).
		hint(a.Old.approve(append([]Assent{{By: a.Signer}}, a.Given...)))
}

// approving are the people behind an amendment, each once: who signs it, and those
// who approved it and may amend.
func (a Amendment) approving() []PersonID {
	may := a.Old.Holders(StepAmend)
	people := People(append([]Assent{{By: a.Signer}}, a.Given...))
	return slices.DeleteFunc(people, func(id PersonID) bool { return id != a.Signer && !slices.Contains(may, id) })
}

// Signable are the people who could sign the amendment once it has its approvals: not
// everybody may revoke every key.
func (a Amendment) Signable() []PersonID {
	var people []PersonID
	for _, id := range a.Old.Signers(StepAmend) {
		a.Signer, a.Role = id, a.Old.Hat(StepAmend, Actor{Person: id})
		if slices.ContainsFunc(a.Old.People[id].Keys, a.signableWith) {
			people = append(people, id)
		}
	}
	return people
}

func (a Amendment) signableWith(k Key) bool {
	a.Key = k.Key
	return !slices.ContainsFunc(a.Judge(), func(r *Refusal) bool { return r.Code != "E_THRESHOLD" })
}

// Support is what an amendment rests on beside its own signature.
func (a Amendment) Support() []Support {
	if a.Old.Rules.Amend.Approvals <= 1 {
		return nil
	}
	others := slices.DeleteFunc(slices.Clone(a.Given), func(g Assent) bool { return g.By == a.Signer || !slices.Contains(a.approving(), g.By) })
	return []Support{{Least: a.Old.Rules.Amend.Approvals - 1, Given: entries(others)}}
}

// Approvers are the people who may amend, have a key, and have not approved yet.
func (p *Procedure) Approvers(given []Assent) []PersonID {
	done := People(given)
	return slices.DeleteFunc(p.Signers(StepAmend), func(id PersonID) bool { return slices.Contains(done, id) })
}

// approve says who can approve an amendment.
func (p *Procedure) approve(given []Assent) finding.Sentence {
	people := p.Approvers(given)
	if len(people) == 0 {
		return finding.Say("\"sc amend --list\" shows the proposals and who approved them")
	}
	return finding.Say("%s can approve it; \"sc amend --list\" shows the proposals", p.Named(people))
}

// checkApprovals: there are as many people as an amendment needs, better one more.
func checkApprovals(c *checker) {
	const at = "/rules/amend/approvals"
	want, have := c.p.Rules.Amend.Approvals, c.p.Signers(StepAmend)
	switch {
	case want <= 1:
	case want > len(have):
		c.fail("lockout", at, finding.Say("an amendment needs the approval of %s people, but only %s who have a key may amend", want, strconv.Itoa(len(have))))
	case want == len(have):
		c.warn("W_ONE_AMENDER", at, finding.Say("every amendment needs all who may amend: %s; one lost key locks them out", c.p.Named(have)))
	}
}
