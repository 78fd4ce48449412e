package rulebook

import (
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// Rule is one rule beside the steps: where it stands in the file, and what it says.
// Values are numbers, words of the records, or what the organisation wrote.
type Rule struct {
	Field  string // such as rules.review.quorum
	Values []string
}

// Rules are all rules of a procedure, in the order of its file.
func Rules(p *procedure.Procedure) []Rule {
	r, c := p.Rules, p.Calendar
	var roles []string
	for _, id := range r.Review.RequiredRoles {
		roles = append(roles, string(id))
	}
	all := []Rule{
		{"rules.requester_not_approver", []string{string(r.RequesterNotApprover)}},
		{"rules.reviewer_not_publisher", []string{string(r.ReviewerNotPublisher)}},
		{"rules.review.quorum", []string{strconv.Itoa(r.Review.Quorum)}},
		{"rules.review.required_roles", roles},
		{"rules.review.majority", []string{string(r.Review.Majority)}},
		{"rules.review.votes", []string{r.Review.Votes}},
		{"rules.review.confirmations", []string{strconv.Itoa(r.Review.Confirmations)}},
		{"rules.change_ref.when", r.ChangeRef.When},
		{"rules.change_ref.pattern", said(r.ChangeRef.Pattern)},
		{"rules.change_ref.link", said(r.ChangeRef.Link)},
		{"rules.decide_within", []string{strconv.Itoa(r.DecideWithin)}},
		{"rules.review_months", []string{strconv.Itoa(r.ReviewMonths)}},
		{"rules.keys.proof", []string{r.Keys.Proof}},
		{"rules.amend.approvals", []string{strconv.Itoa(r.Amend.Approvals)}},
		{"rules.emergency", []string{r.Emergency}},
		{"rules.emergency_publish.by", urgentBy(r.EmergencyPublish)},
		{"rules.emergency_publish.review_within", urgentWithin(r.EmergencyPublish)},
		{"rules.delegable", delegable(r.Delegable)},
		{"calendar.time_zone", []string{c.TimeZone}},
		{"calendar.workdays", c.Workdays},
		{"calendar.holidays", c.Holidays},
		{"calendar.makeup_days", c.MakeupDays},
	}
	return all
}

// said is a value, if there is one.
func said(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// value is one value of a rule for people.
func (b Book) value(text string) any {
	switch id := procedure.RoleID(text); {
	case !b.Rules.Roles[id].Label.IsZero(), !b.Rules.Groups[id].Label.IsZero():
		return b.Rules.Label(id)
	}
	return catalogue.Word(text)
}

// values are several, in one text.
func (b Book) values(texts []string) string {
	if len(texts) == 0 {
		return b.Words.Say.T("none")
	}
	told := make([]string, len(texts))
	for i, text := range texts {
		told[i] = b.Words.Say.T("%s", b.value(text))
	}
	return b.Words.List(told)
}

// ruleName is what people call a rule: its last word, behind that of the part it stands
// in where this is one of several.
func (b Book) ruleName(field string) string {
	words := strings.Split(field, ".")[1:]
	name := b.Words.Field(words[len(words)-1])
	if len(words) == 1 {
		return name
	}
	return b.Words.Say.T("%s: %s", b.Words.Field(words[0]), b.Words.Say.Word(words[len(words)-1]))
}
