namespace SecretsDashboard.Web.Shell;

/// <summary>The tone of a status. Its word and icon have the same meaning: colour alone must not carry it.</summary>
public enum Tone
{
    Neutral = 1,
    Good,
    Warning,
    Bad,
}
