package render

import (
	"bufio"
	"strings"

	"github.com/service-catalogue/sc/pkg/plain"
)

// rows writes a section for programs: tab-separated, without header, nothing cut
// off.
func (s Screen) rows(section Section, sections int) error {
	w := bufio.NewWriter(s.Out)
	for _, row := range section.Rows {
		cells := make([]string, 0, len(row)+1)
		if sections > 1 {
			cells = append(cells, section.Key)
		}
		for _, v := range row {
			cells = append(cells, plain.Clean(s.cell(v)))
		}
		if _, err := w.WriteString(strings.Join(cells, "\t") + "\n"); err != nil {
			return err
		}
	}
	return w.Flush()
}
