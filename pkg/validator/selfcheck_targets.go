package validator

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/schemas"
)

// targets are what references of one document may lead to: its schemas that have
// an address of their own, and the anchors in them.
type targets struct {
	id        string         // the keyword that gives an address: $id, in draft-04 id
	root      string         // the address of the whole document, "" for none
	resources map[string]any // by address without fragment
	anchors   map[string]bool
}

func newTargets(root any, d draft) *targets {
	t := &targets{id: "$id", resources: map[string]any{}, anchors: map[string]bool{}}
	if d == draft04 {
		t.id = "id"
	}
	if body, ok := root.(map[string]any); ok {
		t.root = t.baseOf(body, "")
	}
	t.resources[t.root] = root
	t.collect(root, t.root)
	return t
}

// collect looks everywhere but in values: an anchor too many does no harm. Before
// 2019-09 an anchor was an $id that began with #.
func (t *targets) collect(value any, base string) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			t.collect(item, base)
		}
	case map[string]any:
		if own := t.baseOf(v, base); own != base {
			base = own
			t.resources[base] = v
		}
		for _, name := range []string{"$anchor", "$dynamicAnchor", t.id} {
			if anchor, ok := v[name].(string); ok {
				t.anchors[base+"#"+strings.TrimPrefix(anchor, "#")] = true
			}
		}
		for name, inner := range v {
			if name != "enum" && name != "const" && name != "default" && name != "examples" {
				t.collect(inner, base)
			}
		}
	}
}

// baseOf is the address against which the references in a schema object are read.
// A fragment alone, as drafts before 2019-09 wrote anchors, is none.
func (t *targets) baseOf(body map[string]any, base string) string {
	id, _ := body[t.id].(string)
	if id == "" || strings.HasPrefix(id, "#") {
		return base
	}
	address, _, _ := strings.Cut(resolved(base, id), "#")
	return address
}

func resolved(base, ref string) string {
	b, err := url.Parse(base)
	if err != nil {
		return ref
	}
	r, err := b.Parse(ref)
	if err != nil {
		return ref
	}
	return r.String()
}

// reference finds references that lead to nothing. What lies in other files is
// left to whoever has them.
func (c *selfCheck) reference(s spot, value any) {
	ref, ok := value.(string)
	if !ok {
		return
	}
	address, fragment, _ := strings.Cut(resolved(s.base, ref), "#")
	resource, ok := c.targets.resources[address]
	if !ok {
		if resource, ok = embeddedSchema(address); !ok {
			return
		}
		c.targets.resources[address] = resource
	}
	pointer := unescapePath(fragment)
	if pointer != "" && !strings.HasPrefix(pointer, "/") {
		if !c.targets.anchors[address+"#"+pointer] {
			c.report("ref", s.at, finding.Say("the reference %q leads to nothing", ref), finding.Sentence{})
		}
		return
	}
	c.arrived(s, ref, follow(resource, pointer))
}

// arrived judges where a pointer ended.
func (c *selfCheck) arrived(s spot, ref string, end trail) {
	switch {
	case end.whole && isSchema(end.value):
	case end.whole:
		c.report("ref", s.at, finding.Say("the reference %q leads to something that is no schema", ref), finding.Sentence{})
	default:
		f := c.report("ref", s.at, finding.Say("the reference %q leads to nothing", ref), finding.Sentence{})
		body, _ := end.value.(map[string]any)
		if near, ok := nearName(end.missing, slices.Sorted(maps.Keys(body))); ok {
			f.Hint = finding.Say("did you mean %q?", strings.TrimSuffix(ref, document.Escape(end.missing))+document.Escape(near))
		}
	}
}

// trail is how far a pointer leads: to a value, or to the last one on the way.
type trail struct {
	value   any
	whole   bool
	missing string // the token that is not there
}

func follow(value any, pointer string) trail {
	for _, token := range document.Tokens(pointer) {
		next, ok := step(value, token)
		if !ok {
			return trail{value: value, missing: token}
		}
		value = next
	}
	return trail{value: value, whole: true}
}

func step(value any, token string) (any, bool) {
	switch v := value.(type) {
	case map[string]any:
		next, ok := v[token]
		return next, ok
	case []any:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(v) {
			return v[i], true
		}
	}
	return nil, false
}

// embeddedSchema is a schema of sc by its address.
func embeddedSchema(address string) (any, bool) {
	name, ok := strings.CutPrefix(address, schemas.Base)
	if !ok {
		return nil, false
	}
	text, err := schemas.FS.ReadFile(name)
	if err != nil {
		return nil, true // it should be one of ours, and is none
	}
	var value any
	return value, json.Unmarshal(text, &value) == nil
}
