package render

// Marked is a cell that stands out where colours are shown.
type Marked struct {
	Text any // as a cell without a look
	Look Look
}

// Look is how a text stands out. The zero value does not.
type Look string

// The looks, by what they say.
const (
	Fine     Look = "32" // green
	Warning  Look = "33" // yellow
	Alarming Look = "31" // red
	Strong   Look = "1"  // bold
	Faint    Look = "2"  // dim
)

// marked is a text with its look.
func (s Screen) marked(text string, look Look) string {
	if s.Colour == Plain || look == "" || text == "" {
		return text
	}
	return "\x1b[" + string(look) + "m" + text + plainAgain
}

// plainAgain ends a look.
const plainAgain = "\x1b[0m"

// lookOf is that of a cell.
func lookOf(cell any) Look {
	if m, ok := cell.(Marked); ok {
		return m.Look
	}
	return ""
}
