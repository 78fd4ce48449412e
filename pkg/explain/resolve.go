package explain

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Resolve is the code that somebody means, whatever the case and whether words are
// joined by "_" or "-": e-role is E_ROLE. A rule may be named without its family,
// and an exit code by its number, where only one has that name. Otherwise near are
// the codes that may be meant, the likeliest first; it may be empty.
func Resolve(name string) (code string, near []string) {
	codes := Codes()
	wanted := folded(name)
	var whole, short []string
	for _, c := range codes {
		switch f := folded(c); {
		case f == wanted:
			whole = append(whole, c)
		case f[strings.LastIndexByte(f, '/')+1:] == wanted:
			short = append(short, c)
		}
	}
	for _, found := range [][]string{whole, short} {
		if len(found) == 1 {
			return found[0], nil
		}
	}
	return "", nearest(wanted, codes, short)
}

// nearest are the codes of the same short name, the one that differs least, and
// those that hold the word.
func nearest(wanted string, codes, short []string) []string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = folded(c)
	}
	near := slices.Clone(short)
	add := func(code string) {
		if !slices.Contains(near, code) {
			near = append(near, code)
		}
	}
	if best, ok := finding.Nearest(wanted, names); ok {
		add(codes[slices.Index(names, best)])
	}
	for i, name := range names {
		if len(wanted) >= leastWord && strings.Contains(name, wanted) {
			add(codes[i])
		}
	}
	return near[:min(len(near), maxNear)]
}

const (
	leastWord = 3 // letters of a word that is looked for inside names
	maxNear   = 8 // codes that are suggested
)

func folded(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "_", "-")
}
