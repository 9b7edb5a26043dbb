using System.Text;
using SecretsDashboard.Web.Exports;

namespace SecretsDashboard.Web.Tests.Exports;

public sealed class Text_for_spreadsheets
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(1)")]
    [InlineData("\tplain")]
    [InlineData("\rplain")]
    [InlineData(" =1")]
    [InlineData("\u00A0=1")] // no-break space
    [InlineData("\u3000=1")] // ideographic space
    [InlineData("\uFEFF=1")] // byte order mark
    [InlineData("\u200B=1")] // zero width space
    [InlineData("\u200D\u2060+1")] // zero width joiner, word joiner
    [InlineData("\u202E-1")] // right-to-left override
    [InlineData("\u00AD@A1")] // soft hyphen
    [InlineData("\u3164=1")] // Hangul filler
    [InlineData("\u2800=1")] // empty Braille pattern
    [InlineData("\uFE0F=1")] // variation selector
    [InlineData("\U000E0001=1")] // language tag
    [InlineData("\0=1")]
    [InlineData("\uD800=1")] // half of a surrogate pair
    [InlineData("＝1+1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠SUM(1)")]
    [InlineData("\u200B＝1")]
    [InlineData("﹦1")] // small form
    [InlineData("﹢1")]
    [InlineData("﹣1")]
    [InlineData("﹫A1")]
    [InlineData("⁼1")] // raised
    [InlineData("₋1")] // lowered
    [InlineData("\u22121")] // minus sign
    public void A_cell_that_could_begin_a_formula_gets_an_apostrophe(string cell) => Assert.Equal("'" + cell, SpreadsheetText.Of(cell));

    [Theory]
    [InlineData("a;=1+1;b", "a;'=1+1;b")]
    [InlineData("a|@A1", "a|'@A1")]
    [InlineData("a\t=1", "a\t'=1")]
    [InlineData("a\r\n\u200B=1", "a\r\n'\u200B=1")]
    [InlineData("=1;=2", "'=1;'=2")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("\r=1", "'\r'=1")]
    [InlineData("\n=1", "'\n'=1")]
    public void A_formula_after_another_separator_also_gets_an_apostrophe(string cell, string expected) =>
        Assert.Equal(expected, SpreadsheetText.Of(cell));

    [Theory]
    [InlineData("")]
    [InlineData("STRIPE_KEY")]
    [InlineData("a-b=c+d@example.org")]
    [InlineData("2026-03-02T09:00:00.005Z")]
    [InlineData("""{"variable":"API_KEY"}""")]
    [InlineData("Clés de l’été; première")]
    [InlineData("\u200B")]
    [InlineData(" ")]
    [InlineData("日本 = x")]
    [InlineData("😀=1")]
    public void Text_that_cannot_begin_a_formula_stays_unchanged(string cell) => Assert.Equal(cell, SpreadsheetText.Of(cell));

    [Fact]
    public async Task A_file_begins_with_one_byte_order_mark()
    {
        using var file = new MemoryStream();
        await using (var csv = new CsvFile(file))
        {
            await csv.WriteAsync(["é", "=1"], CancellationToken.None);
            await csv.WriteAsync(["\uFEFF", "b"], CancellationToken.None);
        }

        Assert.Equal("\uFEFFé,'=1\r\n\uFEFF,b\r\n", Encoding.UTF8.GetString(file.ToArray()));
    }
}
