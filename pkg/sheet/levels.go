package sheet

// levels is the table of service levels: a row a level, which names its service.
type levels struct {
	Layout
	name string // of its sheet
	of   records
}

func (l Layout) levels() levels {
	t := tongues{main: l.Main}
	return levels{l, l.Say.T("Service levels"), level(t).cell.(records)}
}

// header are the names of the columns.
func (l levels) header() []string {
	return append([]string{l.Say.Word("id")}, each(l.of.parts, func(p part) string { return l.Say.Word(p.label) })...)
}

func (l levels) grid(services []Record) [][]any {
	rows := [][]any{cells(l.header())}
	for _, s := range services {
		items, _ := s["levels"].([]any)
		for _, item := range items {
			row := append([]any{s["id"]}, cells(l.of.split(l.Say, item))...)
			for i, p := range l.of.parts {
				if _, ok := p.cell.(number); ok {
					fields, _ := item.(map[string]any)
					row[i+1] = fields[p.name]
				}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func (l levels) lists() map[int][]string {
	offers := map[int][]string{}
	for i, p := range l.of.parts {
		if of, ok := p.cell.(choice); ok {
			offers[i+1] = each(of.all, l.Say.Word)
		}
	}
	return offers
}
