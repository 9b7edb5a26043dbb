using Microsoft.Playwright;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>The two sizes of screen at which everything must work.</summary>
internal sealed record Viewport(string Name, int Width, int Height)
{
    public static readonly Viewport Desktop = new("desktop", 1280, 800);
    public static readonly Viewport Phone = new("phone", 390, 844);

    public ViewportSize Size => new() { Width = Width, Height = Height };
}
