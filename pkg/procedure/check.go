package procedure

import (
	"regexp"
	"slices"
	"strconv"
	"time"

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
		checkNames, checkRoleReferences, checkStepRows, checkRequiredSteps, checkStates,
		checkPublishAfterReview, checkSelfApproval, checkKeys, checkCalendar, checkHolders, checkAmenders,
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

func checkStepRows(c *checker) {
	seen := map[StepName]bool{}
	for i, s := range c.p.Steps {
		at := "/steps/" + strconv.Itoa(i)
		if seen[s.Name] {
			c.fail("step", at+"/name", finding.Say("the step %s stands twice", string(s.Name)))
		}
		seen[s.Name] = true
		for j, id := range s.By {
			_, role := c.p.Roles[id]
			_, group := c.p.Groups[id]
			if !role && !group && id != Anyone && id != Requester {
				c.fail("role", at+"/by/"+strconv.Itoa(j), finding.Say("there is no role or group %s", string(id)))
			}
		}
		for j, n := range s.Needs {
			if _, ok := needs(n); !ok {
				c.fail("needs", at+"/needs/"+strconv.Itoa(j), finding.Say("%s is nothing that a step can need", string(n)))
			}
		}
	}
}

// carriers are the steps that only a kind of entry of its own may take.
func carriers() map[StepName]Carrier {
	return map[StepName]Carrier{
		StepReturn: CarriedByReview, StepPass: CarriedByReview, StepRefuse: CarriedByReview,
		StepPublish: CarriedByPublish,
	}
}

func checkRequiredSteps(c *checker) {
	for _, name := range []StepName{StepRequest, StepApprove, StepReject, StepPropose, StepPass, StepPublish, StepAmend} {
		if _, ok := c.p.Step(name); !ok {
			c.fail("step", "/steps", finding.Say("the step %s is missing", string(name)))
		}
	}
	for i, s := range c.p.Steps {
		if want := carriers()[s.Name]; s.CarriedBy != want {
			c.fail("step", "/steps/"+strconv.Itoa(i), finding.Say("the step %s is carried by an entry of the wrong kind", string(s.Name)))
		}
	}
}

// checkPublishAfterReview: publish starts from passed alone, and only a review
// leads there (§5.4).
func checkPublishAfterReview(c *checker) {
	publish, _ := c.p.Step(StepPublish)
	if !slices.Equal(publish.From, []State{StatePassed}) {
		c.fail("review", "/steps", finding.Say("publish must start from passed alone"))
	}
	for i, s := range c.p.Steps {
		if (s.To == StatePassed) != (s.Name == StepPass) {
			c.fail("review", "/steps/"+strconv.Itoa(i), finding.Say("only the step pass leads to passed"))
		}
	}
	for name, needs := range map[StepName]Need{StepPropose: NeedDesign, StepPass: NeedMeeting, StepPublish: NeedManifest} {
		if s, ok := c.p.Step(name); ok && !slices.Contains(s.Needs, needs) {
			c.fail("needs", "/steps", finding.Say("the step %s must need %s", string(name), string(needs)))
		}
	}
}

// checkSelfApproval: a role that may request and alone approve needs the rule
// that keeps the two apart.
func checkSelfApproval(c *checker) {
	if c.p.Rules.RequesterNotApprover != Never {
		return
	}
	request, _ := c.p.Step(StepRequest)
	approve, _ := c.p.Step(StepApprove)
	if roles := c.p.entitled(approve); len(roles) == 1 && slices.Contains(c.p.entitled(request), roles[0]) {
		c.fail("segregation", "/rules/requester_not_approver", finding.Say("the role %s could request and alone approve", c.p.Label(roles[0])))
	}
}

func checkKeys(c *checker) {
	owner := map[string]PersonID{}
	for _, id := range c.p.Persons() {
		for i, k := range c.p.People[id].Keys {
			if other, taken := owner[k.Key]; taken {
				c.fail("key", "/people/"+string(id)+"/keys/"+strconv.Itoa(i), finding.Say("this key is already listed for %s", string(other)))
			}
			owner[k.Key] = id
		}
	}
}

func checkCalendar(c *checker) {
	if _, err := time.LoadLocation(c.p.Calendar.TimeZone); err != nil {
		c.fail("time-zone", "/calendar/time_zone", finding.Say("there is no time zone %s", c.p.Calendar.TimeZone))
	}
	if _, err := regexp.Compile(c.p.Rules.ChangeRef.Pattern); err != nil {
		c.fail("pattern", "/rules/change_ref/pattern", finding.Say("the pattern %s cannot be read", c.p.Rules.ChangeRef.Pattern))
	}
}

// checkHolders warns where a step that is in use has nobody to take it.
func checkHolders(c *checker) {
	for i, s := range c.p.Steps {
		if len(s.By) > 0 && !slices.Contains(s.By, Requester) && len(c.p.Holders(s.Name)) == 0 {
			c.warn("W_NO_HOLDER", "/steps/"+strconv.Itoa(i)+"/by", finding.Say("nobody can take the step %s: it needs %s", string(s.Name), c.p.needed(s)))
		}
	}
	for i, role := range c.p.Rules.Review.RequiredRoles {
		if len(c.p.withAnyRole([]RoleID{role})) == 0 {
			c.warn("W_NO_HOLDER", "/rules/review/required_roles/"+strconv.Itoa(i), finding.Say("nobody holds the role %s, which every review needs", c.p.Label(role)))
		}
	}
	if got, want := len(c.p.withAnyRole(c.p.reviewers())), c.p.Rules.Review.Quorum; got < want {
		c.warn("W_NO_HOLDER", "/rules/review/quorum", finding.Say("the quorum is %s, but only %s can decide in a review", want, got))
	}
}

func checkAmenders(c *checker) {
	switch n := len(c.p.Holders(StepAmend)); {
	case n == 0:
		c.fail("lockout", "/people", finding.Say("nobody may amend the procedure"))
	case n == 1:
		c.warn("W_ONE_AMENDER", "/people", finding.Say("only %s may amend the procedure; a second person prevents a lock-out", c.p.Named(c.p.Holders(StepAmend))))
	}
}
