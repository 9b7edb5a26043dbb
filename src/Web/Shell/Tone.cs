namespace SecretsDashboard.Web.Shell;

/// <summary>The tone of a status. Its word and icon say the same: colour never speaks alone.</summary>
public enum Tone
{
    Neutral = 1,
    Good,
    Warning,
    Bad,
}
