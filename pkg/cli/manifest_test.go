package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/lang"
)

// Many ids never stand on one line: people get the first of them, programs all, a line
// each.
func TestManyIDsAreCounted(t *testing.T) {
	t.Parallel()
	ids := strings.Fields("a b c d e f g h i j k l")
	for _, c := range []struct {
		name  string
		ids   []string
		app   app
		first string
		rest  []string
	}{
		{"few", ids[:10], app{}, "a b c d e f g h i j", nil},
		{"on a terminal", ids, app{Env: Env{Term: Terminal{Err: true}}}, "a b c d e f g h i j and 2 more", nil},
		{"in a pipe", ids, app{}, "12 services", strings.Split("  a,  b,  c,  d,  e,  f,  g,  h,  i,  j,  k,  l", ",")},
	} {
		c.app.say = lang.New(lang.English)
		if first, rest := c.app.counted(c.ids); first != c.first || !slices.Equal(rest, c.rest) {
			t.Errorf("%s: got %q and %q", c.name, first, rest)
		}
	}
}
