package cli

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// sectionForm is how a section of the procedure is named.
var sectionForm = regexp.MustCompile(`^§[1-9][0-9]*(\.[1-9][0-9]*)*$`)

// concerned refuses what is no section, step, role, group or rule of the procedure.
func (s *session) concerned(given []string) error {
	known := s.concernable()
	for _, one := range given {
		if sectionForm.MatchString(one) || slices.Contains(known, strings.TrimPrefix(one, "rules.")) {
			continue
		}
		hint := finding.Say("name a section, such as §5.2, or what \"sc procedure show\" lists")
		if near, ok := finding.Nearest(one, known); ok {
			hint = finding.Say("did you mean %s?", near)
		}
		if strings.TrimSpace(one) == "" {
			return fault(finding.Say("%s is blank", "--concerns"), hint)
		}
		return fault(finding.Say("--concerns: %s is no section, step, role or rule of the procedure", one), hint)
	}
	return nil
}

// concernable are the names of the steps, roles, groups and rules.
func (s *session) concernable() []string {
	known := slices.Concat(names(slices.Sorted(maps.Keys(s.rules.Roles))), names(slices.Sorted(maps.Keys(s.rules.Groups))))
	for _, step := range s.rules.Steps {
		known = append(known, string(step.Name))
	}
	rules := reflect.TypeFor[procedure.Rules]()
	for i := range rules.NumField() {
		name, _, _ := strings.Cut(rules.Field(i).Tag.Get("yaml"), ",")
		known = append(known, name)
	}
	return known
}
