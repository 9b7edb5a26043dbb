namespace SecretsDashboard.Vault;

/// <summary>The requested page of a list.</summary>
/// <param name="Number">Starts at 1. A page past the end is empty.</param>
/// <param name="Size">1 to 100 rows.</param>
public readonly record struct PageRequest(int Number, int Size)
{
    public const int MaxSize = 100,
        MaxNumber = 1_000_000;

    internal int Skip => (Number - 1) * Size;

    internal Problem? Check() =>
        Number is < 1 or > MaxNumber ? Problem.Invalid("page_out_of_range", $"The page must be between 1 and {MaxNumber}.", "Page")
        : Size is < 1 or > MaxSize
            ? Problem.Invalid("page_size_out_of_range", $"The page size must be between 1 and {MaxSize}.", "PageSize")
        : null;
}

/// <summary>One page of a list.</summary>
/// <param name="Total">The number of rows on all pages.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total);
