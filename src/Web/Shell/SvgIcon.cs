using Microsoft.AspNetCore.Components;

namespace SecretsDashboard.Web.Shell;

/// <summary>The product's own line icons, 20 by 20, in the text colour. They are markup and not components, because a long
/// list contains many.</summary>
internal static class SvgIcon
{
    public static readonly MarkupString Home = Draw("M3.5 9 10 3.5 16.5 9v7a.8.8 0 0 1-.8.8h-3.4v-5H7.7v5H4.3a.8.8 0 0 1-.8-.8z");
    public static readonly MarkupString Key = Draw(
        "M12.8 3.2a4 4 0 1 1-2.9 6.8L4 16H2.8v-2.6h2.4V11h2.4l1.5-1.5a4 4 0 0 1 3.7-6.3zM13.6 6.4h.01"
    );
    public static readonly MarkupString Store = Draw(
        "M3 5.2C3 3.9 6.1 3 10 3s7 .9 7 2.2S13.9 7.4 10 7.4 3 6.5 3 5.2zM3 5.2v9.6C3 16.1 6.1 17 10 17s7-.9 7-2.2V5.2"
            + "M3 10c0 1.3 3.1 2.2 7 2.2s7-.9 7-2.2"
    );
    public static readonly MarkupString Service = Draw("M3.5 3.5h13v5h-13zM3.5 11.5h13v5h-13zM6.5 6h.01M6.5 14h.01M10 6h3.5M10 14h3.5");
    public static readonly MarkupString People = Draw(
        "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 16.5c0-2.8 2.2-4.5 5-4.5s5 1.7 5 4.5M13 3.9a3 3 0 0 1 0 5.3M14.5 12.3c1.8.6 3 2.1 3 4.2"
    );
    public static readonly MarkupString Person = Draw(
        "M10 9.8a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM4 17c0-3 2.7-4.8 6-4.8s6 1.8 6 4.8"
    );
    public static readonly MarkupString Roles = Draw("M3.5 3.5h13v13h-13zM3.5 8h13M8 3.5v13M11 12.3l1.2 1.2 2.3-2.6");
    public static readonly MarkupString Audit = Draw("M5 2.8h7.5L15.5 6v11.2H5zM12.3 2.8V6h3.2M7.5 9.5h5.5M7.5 12.5h5.5");
    public static readonly MarkupString Code = Draw("M7 5.5 2.5 10 7 14.5M13 5.5l4.5 4.5-4.5 4.5");
    public static readonly MarkupString Token = Draw("M3 6.5h14v7H3zM6.5 10h.01M10 10h.01M13.5 10h.01");
    public static readonly MarkupString Search = Draw("M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4");
    public static readonly MarkupString More = Draw("M4.5 10h.01M10 10h.01M15.5 10h.01", 2.6);
    public static readonly MarkupString Fold = Draw("M3.5 3.5h13v13h-13zM8 3.5v13M13.5 7.5 11 10l2.5 2.5");
    public static readonly MarkupString Sun = Draw(
        "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 2.5v1.3M10 16.2v1.3M2.5 10h1.3M16.2 10h1.3"
            + "M4.7 4.7l.9.9M14.4 14.4l.9.9M4.7 15.3l.9-.9M14.4 5.6l.9-.9"
    );
    public static readonly MarkupString Moon = Draw("M16.5 11.8A6.9 6.9 0 0 1 8.2 3.5a6.9 6.9 0 1 0 8.3 8.3z");
    public static readonly MarkupString Theme = Draw("M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 3v14M12.5 4v12M15 5.5v9");
    public static readonly MarkupString Keyboard = Draw("M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.7h7");
    public static readonly MarkupString SignOut = Draw("M12 3.5H4.5v13H12M9 10h8M14.2 7.2 17 10l-2.8 2.8");
    public static readonly MarkupString Copy = Draw("M7 7h9.5v9.5H7zM4.5 13H3.5V3.5H13v1");
    public static readonly MarkupString Done = Draw("M4 10.5l4 4 8-9");
    public static readonly MarkupString Close = Draw("M5 5l10 10M15 5 5 15");
    public static readonly MarkupString Plus = Draw("M10 4v12M4 10h12");
    public static readonly MarkupString Warning = Draw("M10 3 18 16.5H2zM10 8v4M10 14.2h.01");
    public static readonly MarkupString Info = Draw("M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9v4.5M10 6.5h.01");
    public static readonly MarkupString Stop = Draw("M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM5.2 5.2l9.6 9.6");
    public static readonly MarkupString Clock = Draw("M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4.3l2.8 1.7");
    public static readonly MarkupString Dot = Draw("M10 10h.01", 6);
    public static readonly MarkupString Eye = Draw(
        "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z"
    );
    public static readonly MarkupString Dice = Draw("M3.5 3.5h13v13h-13zM7 7h.01M13 7h.01M10 10h.01M7 13h.01M13 13h.01");
    public static readonly MarkupString File = Draw("M5 2.8h7.5L15.5 6v11.2H5zM12.3 2.8V6h3.2M10 9v5M7.8 11.2 10 9l2.2 2.2");
    public static readonly MarkupString Down = Draw("M5 7.5l5 5 5-5");
    public static readonly MarkupString Previous = Draw("M12.5 5l-5 5 5 5");
    public static readonly MarkupString Next = Draw("M7.5 5l5 5-5 5");

    private static MarkupString Draw(string path, double width = 1.5) =>
        new(
            "<svg class=\"sd-glyph\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" fill=\"none\" stroke=\"currentColor\" "
                + $"stroke-width=\"{width}\" "
                + $"stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\" focusable=\"false\"><path d=\"{path}\"/></svg>"
        );
}
