package procedure

import (
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Check finds what nobody could satisfy in a procedure: roles and states that do
// not exist, a state that cannot be left, a publication without a passed review,
// a quorum nobody can reach. Where a role merely has no holder yet it warns
// (W_NO_HOLDER). Findings carry a rule and a JSON pointer; the caller knows the
// file and its lines.
func (p *Procedure) Check() []finding.Finding {
	c := &checker{p: p}
	for _, check := range []func(*checker){
		checkNames, checkRoleReferences, checkStepRows, checkRequiredSteps, checkCarriers, checkBeginnings, checkRecordRows,
		checkStates, checkPublishAfterReview, checkRequiredNeeds, checkSelfApproval,
		checkKeys, checkHeaders, checkTimeZone, checkPattern, checkGaps, checkAmenders, checkApprovals,
	} {
		check(c)
	}
	return c.found
}

type checker struct {
	p     *Procedure
	found []finding.Finding
}

func (c *checker) add(rule, pointer string, s finding.Severity, m finding.Sentence) {
	c.found = append(c.found, finding.Finding{Rule: rule, Pointer: pointer, Severity: s, Message: m})
}

func (c *checker) fail(rule, pointer string, m finding.Sentence) {
	c.add("procedure/"+rule, pointer, finding.Error, m)
}

func (c *checker) warn(code, pointer string, m finding.Sentence) {
	c.add(code, pointer, finding.Warning, m)
}

func checkNames(c *checker) {
	for _, id := range sortedKeys(c.p.Groups) {
		if _, twice := c.p.Roles[id]; twice {
			c.fail("name", "/groups/"+string(id), finding.Say("%s is a role and a group", string(id)))
		}
	}
	for _, id := range []RoleID{Anyone, Requester} {
		if _, role := c.p.Roles[id]; role {
			c.fail("name", "/roles/"+string(id), finding.Say("%s is a reserved word", string(id)))
		}
		if _, group := c.p.Groups[id]; group {
			c.fail("name", "/groups/"+string(id), finding.Say("%s is a reserved word", string(id)))
		}
	}
}

func checkRoleReferences(c *checker) {
	known := func(pointer string, roles []RoleID) {
		for i, id := range roles {
			if _, ok := c.p.Roles[id]; !ok {
				c.fail("role", pointer+"/"+strconv.Itoa(i), finding.Say("there is no role %s", string(id)))
			}
		}
	}
	for _, id := range sortedKeys(c.p.Groups) {
		known("/groups/"+string(id)+"/roles", c.p.Groups[id].Roles)
	}
	for _, id := range c.p.Persons() {
		known("/people/"+string(id)+"/roles", c.p.People[id].Roles)
	}
	known("/rules/review/required_roles", c.p.Rules.Review.RequiredRoles)
}
