package validator

import "github.com/service-catalogue/sc/pkg/finding"

// likeness says how far the names of a map's fields are those that a schema lists: 2
// for each name that is listed or nearly so, 1 for one of which the schema only says
// what its value must be.
func (c *schemaCheck) likeness(o option, pointer string) int {
	have, ok := at(c.value, pointer).(map[string]any)
	if !ok {
		return 0
	}
	listed := map[string]bool{}
	for _, e := range o.rule.expanded() {
		for name := range e.Properties {
			listed[name] = true
		}
		for _, name := range e.Required {
			listed[name] = true
		}
	}
	return likenessOf(have, listed, o.rule)
}

func likenessOf(have map[string]any, listed map[string]bool, of rule) int {
	var absent []string
	for name := range listed {
		if _, ok := have[name]; !ok {
			absent = append(absent, name)
		}
	}
	sum := 0
	for name := range have {
		_, near := finding.Nearest(name, absent)
		switch {
		case listed[name] || near:
			sum += 2
		case len(of.field(name)) > 0:
			sum++
		}
	}
	return sum
}
