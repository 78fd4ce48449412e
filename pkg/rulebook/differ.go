package rulebook

import (
	"maps"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

// Alteration is one thing that an amendment changed: of which part of the file, about
// which of its members, and what people say of it. Was and Is are for programs.
type Alteration struct {
	Part  string           `json:"part"` // roles, groups, people, steps, rules, calendar, or a field of the top
	ID    string           `json:"id,omitempty"`
	Field string           `json:"field,omitempty"`
	Was   []string         `json:"was"`
	Is    []string         `json:"is"`
	Told  finding.Sentence `json:"-"`
}

// Changed are all alterations between two procedures, by the parts of the file.
func Changed(old, new *procedure.Procedure) []Alteration {
	c := &comparison{old: old, new: new}
	c.top()
	c.roles()
	c.groups()
	c.people()
	c.delegations()
	c.steps()
	c.rules()
	return c.found
}

// Parts are the parts that alterations are told under, in their order.
func Parts() []string {
	return []string{"organisation", "languages", "ledger", "roles", "groups", "people", "delegations", "steps", "rules", "calendar"}
}

type comparison struct {
	old, new *procedure.Procedure
	found    []Alteration
}

// about is what an alteration is about.
type about struct{ part, id, field string }

// tell adds an alteration.
func (c *comparison) tell(of about, was, is []string, told finding.Sentence) {
	c.found = append(c.found, Alteration{of.part, of.id, of.field, kept(was), kept(is), told})
}

func kept(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}

// replaced tells that a single text became another one.
func (c *comparison) replaced(of about, was, is string, told finding.Sentence) {
	if was != is {
		c.tell(of, said(was), said(is), told)
	}
}

// lists are the members of something before and after.
type lists struct{ was, is []string }

// gained tells of each member of a list that came or went.
func (c *comparison) gained(of about, l lists, came, went func(string) finding.Sentence) {
	for _, text := range l.is {
		if !slices.Contains(l.was, text) {
			c.tell(of, nil, []string{text}, came(text))
		}
	}
	for _, text := range l.was {
		if !slices.Contains(l.is, text) {
			c.tell(of, []string{text}, nil, went(text))
		}
	}
}

func (c *comparison) top() {
	c.replaced(about{part: "organisation"}, written(c.old.Organisation), written(c.new.Organisation),
		finding.Say("the organisation is called %s instead of %s", c.new.Organisation, c.old.Organisation))
	if !slices.Equal(c.old.Languages, c.new.Languages) {
		c.tell(about{part: "languages"}, c.old.Languages, c.new.Languages, finding.Say("the languages are %s instead of %s", all(c.new.Languages), all(c.old.Languages)))
	}
	c.replaced(about{"ledger", "", "branch"}, c.old.Ledger.Branch, c.new.Ledger.Branch,
		finding.Say("the ledger is kept on the branch %s instead of %s", c.new.Ledger.Branch, c.old.Ledger.Branch))
}

// written is a text as it stands in the file, in one string.
func written(t catalogue.Text) string {
	if t.Plain != "" {
		return t.Plain
	}
	if t.ZH != "" && t.EN != "" {
		return t.ZH + " / " + t.EN
	}
	return t.ZH + t.EN
}

// all are words of the records said in one sentence.
func all(texts []string) procedure.Names { return procedure.Names(texts) }

func (c *comparison) roles() {
	for _, id := range bothKeys(c.old.Roles, c.new.Roles) {
		was, before := c.old.Roles[id]
		is, after := c.new.Roles[id]
		switch {
		case !before:
			c.tell(about{"roles", string(id), ""}, nil, []string{string(id)}, finding.Say("the role %s is new", c.new.Label(id)))
		case !after:
			c.tell(about{"roles", string(id), ""}, []string{string(id)}, nil, finding.Say("the role %s is gone", c.old.Label(id)))
		default:
			c.replaced(about{"roles", string(id), "label"}, written(was.Label), written(is.Label), finding.Say("the role %s is called %s", was.Label, is.Label))
		}
		if before && !after {
			continue
		}
		c.gained(about{"roles", string(id), "duties"}, lists{writtenAll(was.Duties), writtenAll(is.Duties)},
			func(text string) finding.Sentence {
				return finding.Say("a new duty of the role %s: %s", c.new.Label(id), find(is.Duties, text))
			},
			func(text string) finding.Sentence {
				return finding.Say("no longer a duty of the role %s: %s", c.new.Label(id), find(was.Duties, text))
			})
		c.gained(about{"roles", string(id), "skills"}, lists{writtenAll(was.Skills), writtenAll(is.Skills)},
			func(text string) finding.Sentence {
				return finding.Say("the role %s asks for a skill more: %s", c.new.Label(id), find(is.Skills, text))
			},
			func(text string) finding.Sentence {
				return finding.Say("the role %s no longer asks for a skill: %s", c.new.Label(id), find(was.Skills, text))
			})
	}
}

func bothKeys[K ~string, V any](a, b map[K]V) []K {
	keys := slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b)))
	slices.Sort(keys)
	return slices.Compact(keys)
}

func writtenAll(texts []catalogue.Text) []string {
	var all []string
	for _, t := range texts {
		all = append(all, written(t))
	}
	return all
}

// find is the text that is written so, to be told in the reader's language.
func find(texts []catalogue.Text, as string) catalogue.Text {
	i := slices.IndexFunc(texts, func(t catalogue.Text) bool { return written(t) == as })
	return texts[max(i, 0)]
}

func (c *comparison) groups() {
	for _, id := range bothKeys(c.old.Groups, c.new.Groups) {
		was, before := c.old.Groups[id]
		is, after := c.new.Groups[id]
		switch {
		case !before:
			c.tell(about{"groups", string(id), ""}, nil, []string{string(id)}, finding.Say("the group %s is new", c.new.Label(id)))
		case !after:
			c.tell(about{"groups", string(id), ""}, []string{string(id)}, nil, finding.Say("the group %s is gone", c.old.Label(id)))
			continue
		default:
			c.replaced(about{"groups", string(id), "label"}, written(was.Label), written(is.Label), finding.Say("the group %s is called %s", was.Label, is.Label))
		}
		c.gained(about{"groups", string(id), "roles"}, lists{texts(was.Roles), texts(is.Roles)},
			func(role string) finding.Sentence {
				return finding.Say("the role %s belongs to the group %s", c.new.Label(procedure.RoleID(role)), c.new.Label(id))
			},
			func(role string) finding.Sentence {
				return finding.Say("the role %s no longer belongs to the group %s", c.label(role), c.new.Label(id))
			})
	}
}

// label is what a role is called, also one that is gone.
func (c *comparison) label(role string) any {
	id := procedure.RoleID(role)
	if label, unknown := c.new.Label(id).(string); !unknown {
		return c.new.Label(id)
	} else if _, there := c.new.Roles[id]; there {
		return label
	}
	return c.old.Label(id)
}

func texts[T ~string](texts []T) []string {
	var all []string
	for _, t := range texts {
		all = append(all, string(t))
	}
	return all
}

// fingerprint is how people know a key.
func fingerprint(key string) string {
	k, err := signature.ParseKey(key)
	if err != nil {
		return key
	}
	return k.Fingerprint()
}
