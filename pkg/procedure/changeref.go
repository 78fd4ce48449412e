package procedure

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// ChangeRefNeeded reports whether a version with these severities must name a
// change request (§6).
func (p *Procedure) ChangeRefNeeded(severities []catalogue.Severity) bool {
	when := p.Rules.ChangeRef.When
	return slices.Contains(when, "always") || slices.ContainsFunc(severities, func(s catalogue.Severity) bool {
		return slices.Contains(when, string(s))
	})
}

// Address is where a change request is found; empty where the rules do not say, or none is
// named. What the reference holds cannot leave its place in the address.
func (c ChangeRef) Address(ref string) string {
	if ref == "" {
		return ""
	}
	return strings.ReplaceAll(c.Link, "{ref}", url.PathEscape(ref))
}

func (p *Procedure) judgeChangeRef(m *Manifest) *Refusal {
	if m.ChangeRef == "" {
		return p.judgeNoChangeRef(m)
	}
	if re, err := regexp.Compile(p.Rules.ChangeRef.Pattern); err != nil || !re.MatchString(m.ChangeRef) {
		return refuse("E_TRANSITION", finding.Say("the change request %s is not of the form that the procedure asks for: %s", m.ChangeRef, p.Rules.ChangeRef.Pattern))
	}
	return nil
}

func (p *Procedure) judgeNoChangeRef(m *Manifest) *Refusal {
	if !p.ChangeRefNeeded(severities(m)) {
		return nil
	}
	because := finding.Say("it weakens or retires a service and must name a change request (§6)")
	if p.ChangeRefNeeded(nil) {
		because = finding.Say("every version must name a change request (§6)")
	}
	return refuse("E_TRANSITION", because).hint(finding.Say("name it with --change-ref"))
}
