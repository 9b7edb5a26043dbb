using System.Buffers.Binary;
using System.Text;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>The subset of MessagePack that the messages of a circuit use, with the length prefix of SignalR.</summary>
internal static class BlazorPack
{
    public static byte[] Write(params object?[] message)
    {
        var body = new MemoryStream();
        Write(body, message);
        var framed = new MemoryStream();
        for (var length = (uint)body.Length; ; )
        {
            var lengthByte = (byte)(length & 0x7f);
            length >>= 7;
            framed.WriteByte(length == 0 ? lengthByte : (byte)(lengthByte | 0x80));
            if (length == 0)
            {
                break;
            }
        }
        body.WriteTo(framed);
        return framed.ToArray();
    }

    /// <summary>The messages of one frame.</summary>
    public static IEnumerable<object?[]> Read(byte[] frame)
    {
        for (var offset = 0; offset < frame.Length; )
        {
            for (var (shift, continues) = (0, true); continues; shift += 7)
            {
                continues = (frame[offset++] & 0x80) != 0; // The length is not needed: the message itself determines it.
            }
            yield return (object?[])ReadOne(frame, ref offset)!;
        }
    }

    private static void Write(MemoryStream output, object? value)
    {
        switch (value)
        {
            case null:
                output.WriteByte(0xc0);
                break;
            case bool flag:
                output.WriteByte(flag ? (byte)0xc3 : (byte)0xc2);
                break;
            case int number:
                WriteHeader(output, 0xd2, (uint)number, 4);
                break;
            case string text:
                WriteHeader(output, 0xdb, (uint)Encoding.UTF8.GetByteCount(text), 4);
                output.Write(Encoding.UTF8.GetBytes(text));
                break;
            case object?[] items:
                WriteHeader(output, 0xdc, (uint)items.Length, 2);
                Array.ForEach(items, item => Write(output, item));
                break;
            case Dictionary<string, string> { Count: 0 }:
                output.WriteByte(0x80);
                break;
            default:
                throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static void WriteHeader(MemoryStream output, byte code, uint number, int bytes)
    {
        Span<byte> bigEndian = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bigEndian, number);
        output.WriteByte(code);
        output.Write(bigEndian[(4 - bytes)..]);
    }

    private static object? ReadOne(byte[] buffer, ref int offset) =>
        buffer[offset++] switch
        {
            <= 0x7f and var number => (long)number,
            >= 0xe0 and var number => (long)(sbyte)number,
            >= 0x80 and <= 0x8f and var map => ReadMap(buffer, ref offset, map & 0x0f),
            >= 0x90 and <= 0x9f and var array => ReadArray(buffer, ref offset, array & 0x0f),
            >= 0xa0 and <= 0xbf and var text => ReadText(buffer, ref offset, text & 0x1f),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 => ReadBytes(buffer, ref offset, (int)ReadNumber(buffer, ref offset, 1)),
            0xc5 => ReadBytes(buffer, ref offset, (int)ReadNumber(buffer, ref offset, 2)),
            0xc6 => ReadBytes(buffer, ref offset, (int)ReadNumber(buffer, ref offset, 4)),
            0xcb => BitConverter.Int64BitsToDouble((long)ReadNumber(buffer, ref offset, 8)),
            >= 0xcc and <= 0xcf and var code => (long)ReadNumber(buffer, ref offset, 1 << (code - 0xcc)),
            >= 0xd0 and <= 0xd3 and var code => (long)ReadNumber(buffer, ref offset, 1 << (code - 0xd0)),
            0xd9 => ReadText(buffer, ref offset, (int)ReadNumber(buffer, ref offset, 1)),
            0xda => ReadText(buffer, ref offset, (int)ReadNumber(buffer, ref offset, 2)),
            0xdb => ReadText(buffer, ref offset, (int)ReadNumber(buffer, ref offset, 4)),
            0xdc => ReadArray(buffer, ref offset, (int)ReadNumber(buffer, ref offset, 2)),
            0xdd => ReadArray(buffer, ref offset, (int)ReadNumber(buffer, ref offset, 4)),
            var other => throw new NotSupportedException($"0x{other:x2}"),
        };

    private static ulong ReadNumber(byte[] buffer, ref int offset, int bytes)
    {
        ulong number = 0;
        for (var i = 0; i < bytes; i++)
        {
            number = (number << 8) | buffer[offset++];
        }
        return number;
    }

    private static byte[] ReadBytes(byte[] buffer, ref int offset, int length) => buffer[offset..(offset += length)];

    private static string ReadText(byte[] buffer, ref int offset, int length) =>
        Encoding.UTF8.GetString(ReadBytes(buffer, ref offset, length));

    private static object?[] ReadArray(byte[] buffer, ref int offset, int length)
    {
        var items = new object?[length];
        for (var i = 0; i < length; i++)
        {
            items[i] = ReadOne(buffer, ref offset);
        }
        return items;
    }

    private static Dictionary<object, object?> ReadMap(byte[] buffer, ref int offset, int length)
    {
        var map = new Dictionary<object, object?>();
        for (var i = 0; i < length; i++)
        {
            var key = ReadOne(buffer, ref offset)!;
            map[key] = ReadOne(buffer, ref offset);
        }
        return map;
    }
}
