using System.Globalization;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Exports;

/// <summary>Limits exports: one at a time per member, and a few in total. A slot is held until the whole file was written, or
/// the connection is closed.</summary>
internal sealed class ExportSlots(TimeSpan idle)
{
    /// <summary>Each slot holds a temporary file on the server, which may be as large as the audit log.</summary>
    public const int MaxSlots = 8;

    public const int RetryAfterSeconds = 5;

    private const string Setting = "Exports:IdleSeconds";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _members = [];

    /// <summary>A download is aborted when the client reads nothing for this long.</summary>
    public TimeSpan Idle { get; } = idle;

    /// <exception cref="StartupException">The setting is invalid.</exception>
    public static ExportSlots From(IConfiguration configuration) =>
        new(
            configuration[Setting] switch
            {
                null or "" => TimeSpan.FromSeconds(30),
                var text
                    when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                        && seconds is > 0 and <= 3_600 => TimeSpan.FromSeconds(seconds),
                _ => throw new StartupException($"{Setting} must be a whole number of seconds from 1 to 3600."),
            }
        );

    /// <summary>Takes a slot for this member.</summary>
    /// <param name="refusal">Why no slot is available.</param>
    public Slot? TryAcquire(MemberId member, out string refusal)
    {
        lock (_lock)
        {
            refusal =
                _members.Contains(member.Value)
                    ? "Another export of yours is still running. Wait until it has ended, or cancel its download."
                : _members.Count >= MaxSlots ? "Too many exports are running. Try again in a moment."
                : "";
            return refusal.Length == 0 && _members.Add(member.Value) ? new Slot(this, member.Value) : null;
        }
    }

    /// <summary>A member's slot for one export, until it is disposed.</summary>
    internal sealed class Slot(ExportSlots slots, string member) : IDisposable
    {
        private bool _isFree;

        public void Dispose()
        {
            lock (slots._lock)
            {
                if (!_isFree)
                {
                    _isFree = slots._members.Remove(member);
                }
            }
        }
    }
}
