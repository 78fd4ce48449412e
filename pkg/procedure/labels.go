package procedure

import (
	"fmt"
	"strings"
)

// Labels are names of roles or states said in one sentence; each is a
// catalogue.Text or a finding.Sentence.
type Labels []any

// String joins them in English.
func (l Labels) String() string {
	words := make([]string, len(l))
	for i, v := range l {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, " or ")
}

// Parts are the labels one by one, for the language to name and join.
func (l Labels) Parts() []any { return l }
