package records

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// The lines of a procedure that a delegation touches: the version's, and the last key
// with its items (docs/format.md, "Delegations").
const (
	delegationsLine = "delegations:\n"
	delegationBegin = "  - role: "
)

func versionLine() *regexp.Regexp { return regexp.MustCompile(`(?m)^version: [0-9]+`) }

// delegating is the text of a procedure taken apart: what stands before its
// delegations, and each of them.
type delegating struct {
	head  []byte
	items [][]byte
}

// partDelegations takes a text apart; false where the delegations are not its last
// key, one item after the other.
func partDelegations(text []byte) (delegating, bool) {
	head, tail, found := bytes.Cut(text, []byte("\n"+delegationsLine))
	if !found {
		return delegating{head: text}, bytes.HasSuffix(text, []byte("\n"))
	}
	d := delegating{head: append(bytes.Clone(head), '\n')}
	for line := range bytes.Lines(tail) {
		switch last := len(d.items) - 1; {
		case !bytes.HasSuffix(line, []byte("\n")):
			return d, false
		case bytes.HasPrefix(line, []byte(delegationBegin)):
			d.items = append(d.items, bytes.Clone(line))
		case last < 0 || len(line) > 1 && !bytes.HasPrefix(line, []byte("    ")):
			return d, false
		default:
			d.items[last] = append(d.items[last], line...)
		}
	}
	return d, len(d.items) > 0
}

// numbered is what stands before the delegations, with another version's number.
func (d delegating) numbered(version int) ([]byte, bool) {
	form := versionLine()
	if len(form.FindAllIndex(d.head, 2)) != 1 {
		return nil, false
	}
	return form.ReplaceAll(d.head, fmt.Appendf(nil, "version: %d", version)), true
}

// Redelegated reports whether two texts of a procedure differ in nothing but the
// number of the version and one delegation, which the second has more, at its end, or
// less.
func Redelegated(before, after []byte) bool {
	was, ok1 := partDelegations(before)
	is, ok2 := partDelegations(after)
	a, ok3 := was.numbered(0)
	b, ok4 := is.numbered(0)
	if !ok1 || !ok2 || !ok3 || !ok4 || !bytes.Equal(a, b) {
		return false
	}
	if n := len(was.items); len(is.items) == n+1 {
		return slices.EqualFunc(was.items, is.items[:n], bytes.Equal)
	}
	for i := range was.items {
		if slices.EqualFunc(slices.Delete(slices.Clone(was.items), i, i+1), is.items, bytes.Equal) {
			return true
		}
	}
	return false
}

// Delegate gives the text of a procedure with a delegation more, as the given version.
func Delegate(text []byte, d procedure.Delegation, version int) ([]byte, error) {
	item, err := document.Encode(map[string]any{"delegations": []any{d}})
	if err != nil {
		return nil, err
	}
	parts, ok := partDelegations(text)
	if !ok {
		return nil, badLayout()
	}
	parts.items = append(parts.items, bytes.TrimPrefix(item, []byte(delegationsLine)))
	return parts.joined(version)
}

// Undelegate gives the text of a procedure without some of its delegations, by their
// places, as the given version.
func Undelegate(text []byte, version int, places ...int) ([]byte, error) {
	parts, ok := partDelegations(text)
	if !ok {
		return nil, badLayout()
	}
	var left [][]byte
	for i, item := range parts.items {
		if !slices.Contains(places, i) {
			left = append(left, item)
		}
	}
	parts.items = left
	return parts.joined(version)
}

func badLayout() error {
	return &finding.Fault{
		Message: finding.Say("the procedure is not laid out so that a delegation can be written: \"version: N\" on a line of its own, delegations as its last key, each item of it from \"  - role:\" on, and a line end behind the last line"),
		Hint:    finding.Say("whoever may amend brings it into that form: sc amend"),
	}
}

func (d delegating) joined(version int) ([]byte, error) {
	text, known := d.numbered(version)
	if !known {
		return nil, badLayout()
	}
	if len(d.items) > 0 {
		text = append(text, delegationsLine...)
	}
	return append(text, bytes.Join(d.items, nil)...), nil
}
