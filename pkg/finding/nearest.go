package finding

// Nearest is the known name that a mistyped word most likely means: the one
// with the fewest edits (Damerau–Levenshtein, counted in code points, a swap of
// neighbours being one), if these are at most a third of the longer name.
// Among equals the first wins.
func Nearest(word string, known []string) (string, bool) {
	best, least := "", -1
	w := []rune(word)
	signs := signsOf(w)
	for _, name := range known {
		length, common := signs.shared(name)
		most := max(len(w), length, 3) / 3
		if least >= 0 {
			most = min(most, least-1)
		}
		// What is not common must be added, dropped or changed: so one name among
		// ten thousand is found without comparing each at length.
		if max(len(w), length)-common > most {
			continue
		}
		if d := edits(w, []rune(name)); d <= most {
			best, least = name, d
		}
	}
	return best, least >= 0
}

// signs counts the characters of a word, those that share their last six bits as
// one.
type signs [64]int32

func signsOf(word []rune) (s signs) {
	for _, r := range word {
		s[r&63]++
	}
	return s
}

// shared is how many characters a name has, and how many of them the word has too.
func (s signs) shared(name string) (length, common int) {
	for _, r := range name {
		length++
		if s[r&63] > 0 {
			s[r&63]--
			common++
		}
	}
	return length, common
}

// Distance is how many characters are to be added, dropped, changed or swapped with
// the next to make one word of the other.
func Distance(a, b string) int { return edits([]rune(a), []rune(b)) }

// edits is the optimal string alignment distance: insertions, deletions,
// substitutions and swaps of neighbours.
func edits(a, b []rune) int {
	before, above := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above = above, row
	}
	return above[len(b)]
}
