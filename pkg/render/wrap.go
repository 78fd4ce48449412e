package render

import (
	"strings"
	"unicode"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// gapWidth is the blank columns between two columns of a table.
const gapWidth = 2

// leastWidth is the least a column is narrowed to, so that it stays readable.
const leastWidth = 8

// keptWidth is the longest word of a first column that is never broken: a code, an id.
// Others of this table are kept up to keptBeside.
const (
	keptWidth  = 20
	keptBeside = 12
)

// widths are the columns of the screen that each column of a table gets: what
// its longest cell takes where all fit, else the widest give way first; a word,
// such as an id, is broken only where the words of all columns do not fit. It reports
// false where even codes and ids do not fit side by side.
func widths(lines [][]string, screen int) (fit []int, whole bool) {
	var need, words []int
	for _, line := range lines {
		for i, cell := range line {
			if i == len(need) {
				need, words = append(need, 0), append(words, leastWidth)
			}
			need[i], words[i] = max(need[i], columns(cell)), max(words[i], longestPiece(cell))
		}
	}
	if screen <= 0 {
		return need, true
	}
	room := screen - gapWidth*(len(need)-1)
	kept, broken := make([]int, len(words)), make([]int, len(words))
	for i := range broken {
		kept[i], broken[i] = min(words[i], keptBeside), leastWidth
	}
	kept[0] = min(words[0], keptWidth)
	fit = narrow(narrow(need, words, room), kept, room)
	if total(fit) <= room {
		return fit, true
	}
	return narrow(fit, broken, room), false
}

// narrow takes columns from the widest of those that are wider than they must
// be, until all fit.
func narrow(need, least []int, room int) []int {
	for total(need) > room {
		at := -1
		for i, w := range need {
			if w > least[i] && (at < 0 || w > need[at]) {
				at = i
			}
		}
		if at < 0 {
			break
		}
		need[at]--
	}
	return need
}

func longestPiece(cell string) int {
	longest := 0
	for _, p := range pieces(cell) {
		longest = max(longest, columns(strings.TrimRight(p, " ")))
	}
	return longest
}

func total(widths []int) int {
	sum := 0
	for _, w := range widths {
		sum += w
	}
	return sum
}

// wrap breaks a text into lines of at most width columns: between words, between
// Chinese characters, and inside a word only where it is longer than a line. A
// sign that closes or continues does not begin a line.
func wrap(text string, width int) []string {
	var lines []string
	var line string
	for _, piece := range pieces(text) {
		whole := line + piece
		if columns(strings.TrimRight(whole, " ")) <= width {
			line = whole
			continue
		}
		if line = strings.TrimRight(line, " "); line != "" {
			lines = append(lines, line)
		}
		piece = strings.TrimLeft(piece, " ")
		for columns(strings.TrimRight(piece, " ")) > width {
			head, rest := split(piece, width)
			lines, piece = append(lines, head), rest
		}
		line = piece
	}
	return append(lines, strings.TrimRight(line, " "))
}

// wrapWhole breaks a text as wrap does, but never inside a word.
func wrapWhole(text string, width int) []string {
	var lines []string
	var line string
	for _, piece := range pieces(text) {
		if line != "" && columns(strings.TrimRight(line+piece, " ")) > width {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
		}
		line += piece
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces are the parts of a text that stay on one line, each with the blanks
// that follow it.
func pieces(text string) []string {
	var all []string
	var piece []rune
	for _, r := range text {
		if len(piece) > 0 && breaks(piece[len(piece)-1], r) {
			all, piece = append(all, string(piece)), piece[:0]
		}
		piece = append(piece, r)
	}
	return append(all, string(piece))
}

// breaks reports whether a line may end between two characters.
func breaks(before, after rune) bool {
	switch {
	case after == ' ' || unicode.Is(unicode.Mn, after) || strings.ContainsRune(closing, after) || strings.ContainsRune(opening, before):
		return false
	case before == ' ':
		return true
	}
	return wide(before) || wide(after)
}

// The signs that do not begin a line, and those that do not end one.
const (
	closing = "，。、；：？！）》】」』”’…—,.;:?!)]}%"
	opening = "（《【「『“‘([{"
)

func wide(r rune) bool { return columnsOf(r) == 2 }

// columns is how many columns of a terminal a text takes. What is ambiguous takes
// one, whatever the locale says.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	switch {
	case r >= ' ' && r < 0x7f:
		return 1
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3000 && r <= 0x3029, r >= 0xff01 && r <= 0xff60:
		return 2 // most of what is Chinese, without the look-up
	}
	return twwidth.WidthWithOptions(string(r), twwidth.Options{})
}

// Clip is a text for one line of so many columns; where it is cut, an ellipsis says so.
func Clip(text string, width int) string {
	if columns(text) <= width {
		return text
	}
	head, _ := split(text, width-1)
	return strings.TrimRight(head, " ") + "…"
}

// split cuts a text so that its head fills a line; at least one character goes.
func split(text string, width int) (head, rest string) {
	used := 0
	for i, r := range text {
		w := columnsOf(r)
		if i > 0 && used+w > width {
			return text[:i], text[i:]
		}
		used += w
	}
	return text, ""
}
