package ask

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"github.com/service-catalogue/sc/pkg/plain"
)

const (
	readable = 100 // columns, however wide the screen is
	shown    = 8   // options of a list that are seen at a time
	tall     = 40  // lines from which on a form leaves what stands above it in view
	edge     = 4   // columns beside a label: the edge of its field, and the sign that something is wrong
	marks    = 8   // columns that a list needs beside its options: its edge, where one is, what is marked
	below    = 4   // lines below the fields: an empty one, and three for what is wrong
	search   = "/" // the key that searches in a list
	frames   = 20  // a second: a form waits for a person, and need not keep a processor busy
)

func (f Form) draw(ctx context.Context, on Screen) error {
	groups := f.groups(on)
	form := huh.NewForm(groups...).
		WithTheme(huh.ThemeFunc(huh.ThemeBase16)).
		WithKeyMap(f.Words.keys())
	if on.filled(groups) {
		form = form.WithHeight(on.Height - below + 1) // the library forgets the empty line
	}
	if on.Width > readable {
		form = form.WithWidth(readable)
	}
	if on.Height < tall {
		form = form.WithViewHook(func(v tea.View) tea.View {
			v.AltScreen = true
			return v
		})
	}
	in, end := on.reads()
	defer end()
	err := form.WithProgramOptions(
		tea.WithInput(in), tea.WithOutput(on.Out), tea.WithEnvironment(on.Environ), tea.WithWindowSize(on.Width, on.Height),
		tea.WithoutSignalHandler(), tea.WithFilter(leaving(form)), tea.WithFPS(frames),
	).RunWithContext(ctx)
	if errors.Is(err, huh.ErrUserAborted) || err != nil && ctx.Err() != nil {
		return ErrLeft
	}
	return err
}

// filled reports whether the fields of a form leave no room on the screen for what
// stands below them: the keys, and what is wrong with an answer.
func (s Screen) filled(groups []*huh.Group) bool {
	return s.Height > 2*below && slices.ContainsFunc(groups, func(g *huh.Group) bool {
		g.WithWidth(min(s.Width, readable))
		return strings.Count(g.Header()+"\n"+g.Content(), "\n")+1+below > s.Height
	})
}

// leaving makes Esc leave the form, but where it ends the search in a list.
func leaving(form *huh.Form) func(tea.Model, tea.Msg) tea.Msg {
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		pressed, ok := msg.(tea.KeyPressMsg)
		if !ok {
			return msg
		}
		if pressed.String() == "ctrl+d" && fmt.Sprint(form.GetFocusedField().GetValue()) == "" {
			return tea.InterruptMsg{} // the end of the input, as on a line
		}
		if pressed.String() != "esc" {
			return msg
		}
		if list, ok := form.GetFocusedField().(interface{ GetFiltering() bool }); ok && list.GetFiltering() {
			return msg
		}
		return tea.InterruptMsg{}
	}
}

// groups are the screens of the form: fields that are always asked share one.
func (f Form) groups(on Screen) []*huh.Group {
	var groups []*huh.Group
	for start := 0; start < len(f.Fields); {
		end := start + 1
		for f.Fields[start].When == nil && end < len(f.Fields) && f.Fields[end].When == nil {
			end++
		}
		var fields []huh.Field
		for _, one := range f.Fields[start:end] {
			fields = append(fields, one.field(on))
		}
		first := f.Fields[start]
		groups = append(groups, huh.NewGroup(fields...).
			Title(plain.Clean(f.Title)).Description(f.Words.Leave).
			WithHideFunc(func() bool { return !first.Asked() }))
		start = end
	}
	return groups
}

func (f *Field) field(on Screen) huh.Field {
	label, help := on.text(f.Label), on.text(f.Help)
	height := min(len(f.Options), shown) + strings.Count(label+"\n"+help, "\n")
	if help != "" {
		height++
	}
	switch {
	case f.Many:
		begun := false
		return marking{huh.NewMultiSelect[string]().Title(label).Description(help).Options(f.options(on)...).
			Height(height).Value(&f.Answers).
			Validate(func(answers []string) error {
				if !begun {
					return nil
				}
				return f.Fits(strings.Join(answers, " "))
			}), &begun}
	case f.Long:
		return huh.NewText().Title(label).Description(help).Lines(3).ShowLineNumbers(false).
			ExternalEditor(false).Validate(f.Fits).Value(&f.Answer)
	case len(f.Options) > 0 && len(f.Options) <= most && !f.Free:
		list := huh.NewSelect[string]().Title(label).Description(help).Options(f.options(on)...).
			Validate(f.Fits).Value(&f.Answer)
		if f.Inline {
			return inline{list.Inline(true)}
		}
		return list.Height(height)
	}
	line := huh.NewInput().Title(label).Description(help).Validate(f.Fits).Value(&f.Answer)
	if len(f.Options) > 0 {
		values := make([]string, len(f.Options))
		for i, o := range f.Options {
			values[i] = o.Value
		}
		line = line.Suggestions(slices.DeleteFunc(values, func(v string) bool { return v == "" }))
	}
	return line
}

// options are those to choose from, each on one line of the screen.
func (f *Field) options(on Screen) []huh.Option[string] {
	options := make([]huh.Option[string], len(f.Options))
	for i, o := range f.Options {
		options[i] = huh.NewOption(on.line(plain.Clean(o.Label)), o.Value)
	}
	return options
}

// line is a label as it fits into a list. Cut by the list itself, it would not be seen
// that there is more.
func (s Screen) line(label string) string {
	if s.Clip == nil || s.Width <= marks {
		return label
	}
	return s.Clip(label, min(s.Width, readable)-marks)
}

// text is a label or a help, broken before the library breaks it: that parts a Chinese
// title from its id, and leaves half lines.
func (s Screen) text(label string) string {
	label = plain.Clean(label)
	if s.Fold == nil || s.Width <= marks {
		return label
	}
	return s.Fold(label, min(s.Width, readable)-edge)
}

// inline is a list on one line. All of it is seen at once, or one key away: it needs no
// search, and the library would say in English that nothing was found.
type inline struct{ *huh.Select[string] }

func (i inline) Update(msg tea.Msg) (huh.Model, tea.Cmd) {
	if pressed, ok := msg.(tea.KeyPressMsg); ok && pressed.String() == search {
		return i, nil
	}
	_, cmd := i.Select.Update(msg)
	return i, cmd
}

func (i inline) KeyBinds() []key.Binding {
	return slices.DeleteFunc(i.Select.KeyBinds(), func(b key.Binding) bool { return b.Help().Key == search })
}

// keys are huh's own, with the reader's words.
func (w Words) keys() *huh.KeyMap {
	k := huh.NewDefaultKeyMap()
	say := func(word string, bindings ...*key.Binding) {
		for _, b := range bindings {
			b.SetHelp(b.Help().Key, word)
		}
	}
	say(w.Next, &k.Input.Next, &k.Text.Next, &k.Select.Next, &k.MultiSelect.Next)
	say(w.Back, &k.Input.Prev, &k.Text.Prev, &k.Select.Prev, &k.MultiSelect.Prev)
	say(w.Submit, &k.Input.Submit, &k.Text.Submit, &k.Select.Submit, &k.MultiSelect.Submit)
	say(w.Filter, &k.Select.Filter, &k.MultiSelect.Filter)
	say(w.Choose, &k.Select.SetFilter, &k.MultiSelect.SetFilter)
	say(w.Clear, &k.Select.ClearFilter, &k.MultiSelect.ClearFilter)
	k.MultiSelect.Toggle.SetHelp(w.Space, w.Toggle)
	say(w.NewLine, &k.Text.NewLine)
	say(w.Up, &k.Select.Up, &k.MultiSelect.Up)
	say(w.Down, &k.Select.Down, &k.MultiSelect.Down)
	say(w.Left, &k.Select.Left)
	say(w.Right, &k.Select.Right)
	say(w.All, &k.MultiSelect.SelectAll)
	say(w.None, &k.MultiSelect.SelectNone)
	say(w.Complete, &k.Input.AcceptSuggestion)
	say(w.Start, &k.Select.GotoTop, &k.MultiSelect.GotoTop)
	say(w.End, &k.Select.GotoBottom, &k.MultiSelect.GotoBottom)
	say(w.HalfUp, &k.Select.HalfPageUp, &k.MultiSelect.HalfPageUp)
	say(w.HalfDown, &k.Select.HalfPageDown, &k.MultiSelect.HalfPageDown)
	k.Text.Editor.SetEnabled(false)
	return k
}

// marking is a list in which several may be marked. The library judges it before anybody
// did anything, and shows what is wrong in the place of the keys that one needs for it.
type marking struct {
	*huh.MultiSelect[string]
	begun *bool
}

func (m marking) Update(msg tea.Msg) (huh.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		*m.begun = true
	}
	_, cmd := m.MultiSelect.Update(msg)
	return m, cmd
}
