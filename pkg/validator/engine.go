package validator

import (
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// engine is all that is asked of a JSON Schema library: the breaches, as a tree,
// without words, and what the whole value is held against.
type engine interface {
	breaches(value any) ([]breach, error)
	root() rule
}

// breach is one keyword that a value does not meet.
type breach struct {
	rule     rule     // the schema object that holds the keyword
	keyword  string   // such as "required"; "false" where the schema is just that
	detail   []string // what stands behind the keyword in its location, such as a field and an index
	applied  string   // the keyword by which a false schema came to be asked, such as "properties"
	owner    rule     // the schema object that this keyword stands in
	pointer  string   // RFC 6901 pointer to the value
	ofName   bool     // the field's name breaks it, not its value
	because  condition
	branches []branch // what is wrong with each branch of anyOf and oneOf
	choices  []any    // what may stand here, gathered from several branches
}

type branch struct {
	rule     rule
	breaches []breach
}

// condition is the schema of which "then" or "else" led to a breach, and where the
// value lies that it looked at. Its rule is zero where there was none.
type condition struct {
	rule    rule
	keyword string
	pointer string
}

// library is the engine that compiles a schema when it is first asked.
type library struct {
	compile func() (*compiled, error)
}

// compiled is a schema ready for use.
type compiled struct {
	schema  *jsonschema.Schema
	index   map[string]*jsonschema.Schema // every schema that can be reached, by its absolute location
	dynamic bool                          // one of them is found by the way that led to it
}

func newLibrary(compile func() (*jsonschema.Schema, error)) *library {
	return &library{compile: sync.OnceValues(func() (*compiled, error) {
		s, err := compile()
		if err != nil {
			return nil, err
		}
		return newCompiled(s), nil
	})}
}

func newCompiled(s *jsonschema.Schema) *compiled {
	index := reachable(s)
	return &compiled{schema: s, index: index, dynamic: holdsDynamic(index)}
}

func (l *library) root() rule {
	c, err := l.compile()
	if err != nil {
		return rule{}
	}
	return rule{c.schema}
}

func (l *library) breaches(value any) ([]breach, error) {
	c, err := l.compile()
	if err != nil {
		return nil, err
	}
	if !c.dynamic && certainlyValid(c.schema, value) {
		return nil, nil
	}
	if tooMuch(c.schema, value) {
		return nil, errTooMuch
	}
	err = c.schema.Validate(value)
	if err == nil {
		return nil, nil
	}
	refused, ok := err.(*jsonschema.ValidationError) //nolint:errorlint // the library returns it bare
	if !ok {
		return nil, err
	}
	return c.flatten(refused), nil
}

// flatten takes the library's tree of errors apart into the keywords at its
// leaves, keeping together what belongs to one branch of anyOf or oneOf.
func (c *compiled) flatten(e *jsonschema.ValidationError) []breach {
	switch lastPart(e.KeywordLocation) {
	case "anyOf", "oneOf":
		b := c.breach(e)
		b.branches = c.branches(e, b)
		return []breach{b}
	case "minContains":
		return []breach{c.breach(e)}
	}
	if len(e.Causes) == 0 {
		return []breach{c.breach(e)}
	}
	var all []breach
	for _, cause := range e.Causes {
		all = append(all, c.flatten(cause)...)
	}
	if k := lastPart(e.KeywordLocation); k == "then" || k == "else" {
		c.explain(all, e)
	}
	return all
}

// explain remembers of breaches the nearest condition that led to them.
func (c *compiled) explain(all []breach, e *jsonschema.ValidationError) {
	owner := c.index[above(e.AbsoluteKeywordLocation)]
	for i := range all {
		if all[i].because.rule.Schema == nil {
			all[i].because = condition{rule{owner}, lastPart(e.KeywordLocation), unescapePath(e.InstanceLocation)}
		}
	}
}

func (c *compiled) branches(e *jsonschema.ValidationError, of breach) []branch {
	all := make([]branch, 0, len(e.Causes))
	parts := of.rule.branches(of.keyword)
	for _, cause := range e.Causes {
		rest := strings.TrimPrefix(cause.KeywordLocation, e.KeywordLocation+"/")
		index, _, _ := strings.Cut(rest, "/")
		if i := atoi(index); i >= 0 && i < len(parts) {
			all = append(all, branch{parts[i], c.flatten(cause)})
		}
	}
	return all
}

func (c *compiled) breach(e *jsonschema.ValidationError) breach {
	b := breach{pointer: unescapePath(e.InstanceLocation)}
	path := keywordsOf(e.KeywordLocation)
	for _, k := range path {
		b.ofName = b.ofName || k == "propertyNames"
	}
	b.rule, b.keyword, b.detail = c.find(e.AbsoluteKeywordLocation)
	if b.keyword == "" {
		b.keyword = "false"
		b.owner, _, _ = c.find(above(e.AbsoluteKeywordLocation) + "/")
		if len(path) > 0 {
			b.applied = path[len(path)-1]
		}
	}
	return b
}

// find gives the schema in which a location lies, the keyword, and the rest. The
// location of a schema is its own only if it is "false": that of "not" is at once
// the keyword's and the location of the schema that it holds.
func (c *compiled) find(location string) (r rule, keyword string, detail []string) {
	at := location
	for at != "" {
		if s, ok := c.index[at]; ok && (at != location || s.Always != nil && !*s.Always) {
			r = rule{s}
			break
		}
		at = above(at)
	}
	rest := strings.Split(strings.TrimPrefix(location[len(at):], "/"), "/")
	for i := range rest {
		rest[i] = unescapeToken(rest[i])
	}
	return r, rest[0], rest[1:]
}

// above is a location without its last part.
func above(location string) string {
	return location[:max(strings.LastIndexByte(location, '/'), 0)]
}

// keywordsOf are the keywords in a location, without the names and numbers between
// them.
func keywordsOf(location string) []string {
	var all []string
	parts := strings.Split(strings.TrimPrefix(location, "/"), "/")
	for i := 0; i < len(parts); i++ {
		all = append(all, parts[i])
		switch parts[i] {
		case "properties", "patternProperties", "dependentSchemas", "dependencies", "dependentRequired",
			"allOf", "anyOf", "oneOf", "prefixItems":
			i++
		case "items":
			if i+1 < len(parts) && atoi(parts[i+1]) >= 0 {
				i++
			}
		}
	}
	return all
}

func lastPart(location string) string {
	all := keywordsOf(location)
	last := all[len(all)-1]
	if !strings.HasSuffix(location, "/"+last) {
		return "" // a name or a number stands behind it
	}
	return last
}
