package render

import "strings"

// Continued is a command that goes on in further lines where it is wider than there are
// columns, so that a shell reads it as the one line that it was.
func Continued(command string, width int) string {
	const more, indent = " \\", "      "
	var b strings.Builder
	used := 0
	for i, word := range pairs(shellWords(command)) {
		switch wide := columns(word); {
		case i == 0 || used+columns(word)+len(more) <= width:
			b.WriteString(word)
			used += wide
		default:
			word = strings.TrimLeft(word, " ")
			b.WriteString(more + "\n" + indent + word)
			used = len(indent) + columns(word)
		}
	}
	return b.String()
}

// pairs puts a flag and its value into one, so that they stay on one line.
func pairs(words []string) []string {
	var all []string
	flag := false
	for _, word := range words {
		text := strings.TrimLeft(word, " ")
		if flag && strings.IndexAny(text, "-|#>") != 0 {
			all[len(all)-1] += word
			flag = false
			continue
		}
		all = append(all, word)
		flag = strings.HasPrefix(text, "-")
	}
	return all
}

// shellWords parts a command where a shell does, each word with the blanks before it. A
// comment is one word: nothing in it continues a line.
func shellWords(command string) []string {
	var words []string
	var quote rune
	begin, blank := 0, true
	for i, r := range command {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '\'' || r == '"':
			quote = r
		case r == '#' && blank:
			return append(words, command[begin:])
		case r == ' ' && !blank:
			words, begin = append(words, command[begin:i]), i
		}
		blank = r == ' ' && quote == 0
	}
	return append(words, command[begin:])
}
