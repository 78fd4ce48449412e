package rulebook

import (
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

func (c *comparison) people() {
	for _, id := range bothKeys(c.old.People, c.new.People) {
		was, before := c.old.People[id]
		is, after := c.new.People[id]
		switch {
		case !before:
			c.tell(about{"people", string(id), ""}, nil, texts(is.Roles), finding.Say("%s (%s) joins", is.Name, string(id)))
			was.Name, was.Email = is.Name, is.Email
		case !after:
			c.tell(about{"people", string(id), ""}, texts(was.Roles), nil, finding.Say("%s (%s) is no longer named", was.Name, string(id)))
			continue
		case len(was.Roles) > 0 && len(is.Roles) == 0:
			c.tell(about{"people", string(id), "roles"}, texts(was.Roles), nil, finding.Say("%s leaves, and was: %s", is.Name, c.labels(was.Roles)))
			was.Roles = nil
		}
		c.person(id, was, is)
	}
}

// person tells what changed about somebody who stays.
func (c *comparison) person(id procedure.PersonID, was, is procedure.Person) {
	of := func(field string) about { return about{"people", string(id), field} }
	c.replaced(of("name"), was.Name, is.Name, finding.Say("%s is called %s", was.Name, is.Name))
	c.replaced(of("email"), was.Email, is.Email, finding.Say("the e-mail address of %s is %s instead of %s", is.Name, is.Email, was.Email))
	c.gained(of("roles"), lists{texts(was.Roles), texts(is.Roles)},
		func(role string) finding.Sentence { return finding.Say("%s becomes %s", is.Name, c.label(role)) },
		func(role string) finding.Sentence { return finding.Say("%s is no longer %s", is.Name, c.label(role)) })
	c.gained(of("keys"), lists{keysOf(was), keysOf(is)},
		func(key string) finding.Sentence {
			return finding.Say("%s signs with the key %s, too", is.Name, fingerprint(key))
		},
		func(key string) finding.Sentence {
			return finding.Say("%s no longer signs with the key %s", is.Name, fingerprint(key))
		})
	for _, k := range is.Keys {
		i := slices.IndexFunc(was.Keys, func(o procedure.Key) bool { return o.Key == k.Key })
		if i >= 0 && was.Keys[i].Proof != k.Proof {
			c.tell(of("proof"), said(was.Keys[i].Proof), said(k.Proof), finding.Say("%s proved to hold the key %s", is.Name, fingerprint(k.Key)))
		}
	}
	for _, r := range is.Revoked {
		if !slices.Contains(was.Revoked, r) {
			c.tell(of("revoked"), nil, []string{r.Key, strconv.Itoa(r.FromEntry), r.Reason},
				finding.Say("the key %s of %s is revoked from entry %s on: %s", fingerprint(r.Key), is.Name, r.FromEntry, r.Reason))
		}
	}
	for _, r := range was.Revoked {
		if !slices.Contains(is.Revoked, r) {
			c.tell(of("revoked"), []string{r.Key, strconv.Itoa(r.FromEntry), r.Reason}, nil,
				finding.Say("the key %s of %s is no longer revoked from entry %s on", fingerprint(r.Key), is.Name, r.FromEntry))
		}
	}
}

func keysOf(p procedure.Person) []string {
	var keys []string
	for _, k := range p.Keys {
		keys = append(keys, k.Key)
	}
	return keys
}

// labels are roles said in one sentence.
func (c *comparison) labels(roles []procedure.RoleID) any {
	if len(roles) == 0 {
		return finding.Say("nobody with a role")
	}
	labels := make([]any, len(roles))
	for i, r := range roles {
		labels[i] = c.label(string(r))
	}
	return listed(labels)
}

// steps compares the rows. Where a step leads may not change, so that is told plainly.
func (c *comparison) steps() {
	for _, is := range c.new.Steps {
		was, before := c.old.Step(is.Name)
		if !before {
			c.tell(about{"steps", string(is.Name), ""}, nil, []string{string(is.Name)},
				finding.Say("the step %s is new: from %s to %s, by %s", name(is), stateWords(is.From), catalogue.Word(is.To), c.labels(is.By)))
			continue
		}
		c.step(was, is)
	}
	for _, was := range c.old.Steps {
		if _, after := c.new.Step(was.Name); !after {
			c.tell(about{"steps", string(was.Name), ""}, []string{string(was.Name)}, nil, finding.Say("the step %s is gone", name(was)))
		}
	}
}

func (c *comparison) step(was, is procedure.Step) {
	of := func(field string) about { return about{"steps", string(is.Name), field} }
	c.replaced(of("label"), written(was.Label), written(is.Label), finding.Say("the step %s is called %s", name(was), name(is)))
	c.gained(of("from"), lists{texts(was.From), texts(is.From)},
		func(s string) finding.Sentence {
			return finding.Say("the step %s may start from %s", name(is), catalogue.Word(s))
		},
		func(s string) finding.Sentence {
			return finding.Say("the step %s no longer starts from %s", name(is), catalogue.Word(s))
		})
	c.replaced(of("to"), string(was.To), string(is.To), finding.Say("the step %s leads to %s instead of %s", name(is), catalogue.Word(is.To), catalogue.Word(was.To)))
	if was.Final != is.Final {
		c.tell(of("final"), []string{strconv.FormatBool(was.Final)}, []string{strconv.FormatBool(is.Final)}, finding.Say("whether the step %s ends a request has changed", name(is)))
	}
	if len(was.By) > 0 && len(is.By) == 0 {
		c.tell(of("by"), texts(was.By), nil, finding.Say("nobody takes the step %s any more", name(is)))
	} else {
		c.gained(of("by"), lists{texts(was.By), texts(is.By)},
			func(role string) finding.Sentence {
				return finding.Say("the step %s may be taken by: %s", name(is), c.label(role))
			},
			func(role string) finding.Sentence {
				return finding.Say("the step %s is no longer taken by: %s", name(is), c.label(role))
			})
	}
	c.gained(of("needs"), lists{texts(was.Needs), texts(is.Needs)},
		func(n string) finding.Sentence {
			return finding.Say("the step %s needs: %s", name(is), catalogue.Word(n))
		},
		func(n string) finding.Sentence {
			return finding.Say("the step %s no longer needs: %s", name(is), catalogue.Word(n))
		})
	c.replaced(of("carried_by"), string(was.CarriedBy), string(is.CarriedBy), finding.Say("which entries may take the step %s has changed", name(is)))
	c.replaced(of("of"), string(was.Of), string(is.Of), finding.Say("what the step %s is taken on has changed", name(is)))
}

// name is a step as people call it.
func name(s procedure.Step) any {
	if !s.Label.IsZero() {
		return s.Label
	}
	return catalogue.Word(s.Name)
}

func stateWords(states []procedure.State) any {
	if len(states) == 0 {
		return finding.Say("the beginning")
	}
	words := make([]any, len(states))
	for i, s := range states {
		words[i] = catalogue.Word(s)
	}
	return listed(words)
}

// listed are several things said one after the other in a sentence.
func listed(things []any) any {
	told := things[0]
	for _, thing := range things[1:] {
		told = finding.Say("%s, %s", told, thing)
	}
	return told
}

func (c *comparison) rules() {
	was := Rules(c.old)
	for i, is := range Rules(c.new) {
		if slices.Equal(was[i].Values, is.Values) {
			continue
		}
		part, field, _ := strings.Cut(is.Field, ".")
		if dates := field == "holidays" || field == "makeup_days"; dates {
			c.dates(about{part, "", field}, was[i].Values, is.Values)
			continue
		}
		c.tell(about{part, "", field}, was[i].Values, is.Values, finding.Say("%s: %s instead of %s", ruleWords(field), c.ruled(is.Values), c.ruled(was[i].Values)))
	}
}

// ruleWords is what people call a rule in a sentence.
func ruleWords(field string) any {
	group, name, inside := strings.Cut(field, ".")
	if !inside {
		return catalogue.Word(field)
	}
	return finding.Say("%s: %s", catalogue.Word(group), catalogue.Word(name))
}

// dates tells of days that came or went.
func (c *comparison) dates(of about, was, is []string) {
	c.gained(of, lists{was, is},
		func(day string) finding.Sentence { return finding.Say("%s: %s, too", catalogue.Word(of.field), day) },
		func(day string) finding.Sentence {
			return finding.Say("%s: no longer %s", catalogue.Word(of.field), day)
		})
	if len(was) == len(is) && slices.Equal(slices.Sorted(slices.Values(was)), slices.Sorted(slices.Values(is))) {
		c.tell(of, was, is, finding.Say("%s: the same days in another order", catalogue.Word(of.field)))
	}
}

// ruled is the value of a rule said in a sentence.
func (c *comparison) ruled(values []string) any {
	if len(values) == 0 {
		return catalogue.Word("none")
	}
	labels := make([]any, len(values))
	for i, v := range values {
		labels[i] = catalogue.Word(v)
		if label, unknown := c.label(v).(string); !unknown {
			labels[i] = c.label(v)
		} else if label != v {
			labels[i] = label
		}
	}
	return listed(labels)
}
