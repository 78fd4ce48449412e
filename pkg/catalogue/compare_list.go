package catalogue

import (
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// matching is how the items of two lists belong together.
type matching struct {
	pairs       [][2]int // old index, new index
	gone, added []int
}

// mostPairs is how many pairs of items are held against each other at most. Lists
// in which a hundred items came and a hundred went have no items that stayed but
// those they begin with: looking for them would take for ever in what is hostile.
const mostPairs = 100 * 100

// match pairs the items of two lists: those that the first test takes to be the
// same, then those that the next one does.
func match[T any](old, new []T, same ...func(a, b T) bool) matching {
	partner, taken := make([]int, len(old)), make([]bool, len(new))
	for i := range partner {
		partner[i] = -1
	}
	begin := 0
	for ; begin < min(len(old), len(new)) && same[0](old[begin], new[begin]); begin++ {
		partner[begin], taken[begin] = begin, true
	}
	for _, is := range same {
		if (len(old)-begin)*(len(new)-begin) > mostPairs {
			break
		}
		for i := range old {
			for j := 0; partner[i] < 0 && j < len(new); j++ {
				if !taken[j] && is(old[i], new[j]) {
					partner[i], taken[j] = j, true
				}
			}
		}
	}
	var m matching
	for i, j := range partner {
		if j < 0 {
			m.gone = append(m.gone, i)
			continue
		}
		m.pairs = append(m.pairs, [2]int{i, j})
	}
	for j, t := range taken {
		if !t {
			m.added = append(m.added, j)
		}
	}
	return m
}

// moved reports whether items that stayed stand in another order.
func (m matching) moved() bool {
	return !slices.IsSortedFunc(m.pairs, func(a, b [2]int) int { return a[1] - b[1] })
}

// at is the JSON pointer to an item of a list, or to a field of it.
func at(field Word, index int, below ...string) string {
	p := "/" + string(field) + "/" + strconv.Itoa(index)
	for _, b := range below {
		p += "/" + b
	}
	return p
}

// items compares a list of texts that are matched by what they say; gain is the
// severity of one more of them.
func items(field Word, of func(Entry) []Text, gain Severity) differ {
	return func(old, new Entry) []Change {
		a, b := of(old), of(new)
		tests := []func(a, b Text) bool{sameItem, similar}
		if field == "delivery" || gain == Editorial { // words, each of which is another thing
			tests = tests[:1]
		}
		m := match(a, b, tests...)
		var changes []Change
		for _, p := range m.pairs {
			changes = append(changes, changed(at(field, p[1]), a[p[0]], b[p[1]], under(field, reworded))...)
		}
		return append(changes, m.rest(field, gain, nameIn(a), nameIn(b))...)
	}
}

// nameIn names the items of a list of texts.
func nameIn(list []Text) func(int) Text {
	return func(i int) Text { return list[i] }
}

// spoken is an item as the argument of a Sentence: ways of delivery are words
// that a language can translate.
func spoken(field Word, item Text) any {
	if field == "delivery" {
		return Word(item.Plain)
	}
	return item
}

// rest is what came, went and moved; gain is the severity of what came.
func (m matching) rest(field Word, gain Severity, old, new func(int) Text) []Change {
	var changes []Change
	for _, i := range m.gone {
		changes = append(changes, Change{
			Field: at(field, i), Old: old(i), Severity: gain.reverse(),
			Reason: finding.Say("%s: %s was removed", field, spoken(field, old(i))),
		})
	}
	for _, j := range m.added {
		changes = append(changes, Change{
			Field: at(field, j), New: new(j), Severity: gain,
			Reason: finding.Say("%s: %s was added", field, spoken(field, new(j))),
		})
	}
	if m.moved() {
		changes = append(changes, Change{
			Field: "/" + string(field), Severity: Editorial,
			Reason: finding.Say("%s: the items stand in another order", field),
		})
	}
	return changes
}

// reworded weighs that an item that is still there reads otherwise.
func reworded(field Word, old, new Text) (Severity, finding.Sentence) {
	if sameWords(old, new) {
		return Editorial, finding.Say("%s: only punctuation, spelling or language changed", field)
	}
	return Judge, finding.Say("%s: an item was reworded; whether for the better, a person must judge", field)
}

// words lists words of the records, such as ways of delivery, as texts.
func words[T ~string](all []T) []Text {
	out := make([]Text, len(all))
	for i, w := range all {
		out[i] = Text{Plain: string(w)}
	}
	return out
}

// compareDeliverables matches deliverables by name.
func compareDeliverables(old, new Entry) []Change {
	const field = Word("deliverables")
	a, b := old.Deliverables, new.Deliverables
	m := match(a, b,
		func(x, y Deliverable) bool { return sameItem(x.Name, y.Name) },
		func(x, y Deliverable) bool { return similar(x.Name, y.Name) })
	var changes []Change
	for _, p := range m.pairs {
		x, y := a[p[0]], b[p[1]]
		changes = append(changes, of(y.Name,
			changed(at(field, p[1], "name"), x.Name, y.Name, under(field, reworded)),
			changed(at(field, p[1], "form"), x.Form, y.Form, under("form", byHand)),
			changed(at(field, p[1], "due"), x.Due, y.Due, under("due", terms)))...)
	}
	return append(changes, m.rest(field, Improved,
		func(i int) Text { return a[i].Name },
		func(j int) Text { return b[j].Name })...)
}

// of are changes of the parts of one item.
func of(item Text, parts ...[]Change) []Change {
	all := slices.Concat(parts...)
	for i := range all {
		all[i].Item = item
	}
	return all
}

// compareContacts matches contacts by name. Whom to turn to promises nothing.
func compareContacts(old, new Entry) []Change {
	const field = Word("contacts")
	a, b := old.Contacts, new.Contacts
	m := match(a, b, func(x, y Contact) bool { return sameItem(x.Name, y.Name) })
	var changes []Change
	for _, p := range m.pairs {
		x, y := a[p[0]], b[p[1]]
		changes = append(changes, of(y.Name,
			changed(at(field, p[1], "name"), x.Name, y.Name, under("name", editorial)),
			changed(at(field, p[1], "phone"), Text{Plain: x.Phone}, Text{Plain: y.Phone}, under("phone", editorial)),
			changed(at(field, p[1], "email"), Text{Plain: x.Email}, Text{Plain: y.Email}, under("email", editorial)),
			changed(at(field, p[1], "role"), x.Role, y.Role, under("role", editorial)))...)
	}
	rest := m.rest(field, Editorial,
		func(i int) Text { return Text{Plain: a[i].String()} },
		func(j int) Text { return Text{Plain: b[j].String()} })
	return append(changes, known(rest, a, b)...)
}

// known adds to what came and went of a list the items themselves.
func known[T any](changes []Change, old, new []T) []Change {
	for i := range changes {
		c := &changes[i]
		index, err := strconv.Atoi(c.Field[strings.LastIndexByte(c.Field, '/')+1:])
		switch {
		case err != nil: // the order of all
		case c.New.IsZero():
			c.Was = &old[index]
		default:
			c.Is = &new[index]
		}
	}
	return changes
}
