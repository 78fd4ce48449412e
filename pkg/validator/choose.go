package validator

import (
	"cmp"
	"slices"

	"github.com/service-catalogue/sc/pkg/document"
)

// option is one branch of anyOf or oneOf that may have been meant.
type option struct {
	rule rule
	flat []breach
}

// choose replaces anyOf and oneOf by what is wrong with the branch that was most
// likely meant; where that is not clear, the breach stays, to be told as a list of
// the alternatives.
func (c *schemaCheck) choose(b breach) []breach {
	if len(b.branches) == 0 {
		return []breach{b}
	}
	options := c.options(b)
	if len(options) == 0 {
		b.keyword = "type"
		return []breach{b}
	}
	for _, at := range append([]string{b.pointer}, telling(b.pointer, options)...) {
		meant := slices.DeleteFunc(slices.Clone(options), func(o option) bool { _, not := o.refused(at); return not })
		if len(meant) == 0 {
			return []breach{merged(at, options)}
		}
		if at != b.pointer {
			options = meant
		}
	}
	return c.best(b, options)
}

// options are the branches that take the value's type.
func (c *schemaCheck) options(b breach) []option {
	have := typeOf(at(c.value, b.pointer))
	var all []option
	for _, br := range b.branches {
		if !b.ofName && !br.rule.accepts(have) {
			continue
		}
		var flat []breach
		for _, inner := range br.breaches {
			flat = append(flat, c.choose(inner)...)
		}
		all = append(all, option{br.rule, flat})
	}
	return all
}

// telling are the pointers to the fields for which each option names the values
// that it is for, such as a kind.
func telling(pointer string, options []option) []string {
	var all []string
	for _, name := range options[0].rule.allKnown() {
		if !slices.ContainsFunc(options, func(o option) bool { return !o.rule.names(name) }) {
			all = append(all, pointer+"/"+document.Escape(name))
		}
	}
	return all
}

// names reports whether a schema lists the values of a field.
func (r rule) names(field string) bool {
	return slices.ContainsFunc(r.certain(), func(e rule) bool {
		s, ok := e.Properties[field]
		return ok && slices.ContainsFunc(rule{s}.certain(), func(f rule) bool { return len(f.choices()) > 0 })
	})
}

// refused is the breach by which the value at a pointer is none of those that an
// option is for.
func (o option) refused(pointer string) (breach, bool) {
	for _, f := range o.flat {
		if f.pointer == pointer && (f.keyword == "const" || f.keyword == "enum") {
			return f, true
		}
	}
	return breach{}, false
}

// merged makes one list of what several options would have taken at a pointer.
func merged(pointer string, options []option) breach {
	all, _ := options[0].refused(pointer)
	all.keyword, all.choices = "enum", nil
	for _, o := range options {
		f, _ := o.refused(pointer)
		all.choices = append(all.choices, f.allChoices()...)
	}
	return all
}

// best is the one option of which the value has most fields, or of those the one
// with the fewest breaches, or of those the one that went deepest; else the
// alternatives stay together.
func (c *schemaCheck) best(b breach, options []option) []breach {
	likeness := map[string]int{}
	for _, o := range options {
		likeness[o.rule.place()] = c.likeness(o, b.pointer)
	}
	order := func(x, y option) int {
		return cmp.Or(cmp.Compare(likeness[y.rule.place()], likeness[x.rule.place()]),
			cmp.Compare(c.weight(x), c.weight(y)), cmp.Compare(y.depth(), x.depth()))
	}
	slices.SortStableFunc(options, order)
	if len(options) > 1 && order(options[0], options[1]) == 0 {
		return []breach{b}
	}
	return options[0].flat
}

// weight counts breaches; each missing or foreign field is one.
func (c *schemaCheck) weight(o option) int {
	weight := 0
	for _, f := range o.flat {
		switch f.keyword {
		case "required":
			weight += len(c.absent(f))
		case "additionalProperties":
			weight += len(c.foreign(f))
		default:
			weight++
		}
	}
	return weight
}

// depth is how far into the value the deepest breach lies.
func (o option) depth() int {
	depth := 0
	for _, f := range o.flat {
		depth = max(depth, len(document.Tokens(f.pointer)))
	}
	return depth
}
