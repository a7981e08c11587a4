using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Arena.Core;

/// <summary>The few system calls of Linux that .NET does not offer.</summary>
internal static class Posix
{
    public const int NoEntry = 2;
    private const int NoSuchProcess = 3;
    private const int NotADirectory = 20;
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;
    private const int SigKill = 9;

    /// <summary>Whether this process is root: then sandboxed processes must become somebody else, for root ignores limits.</summary>
    public static bool IsRoot => OperatingSystem.IsLinux() && EffectiveUser() == 0;

    public static uint EffectiveUser() => geteuid();

    /// <summary>What stands at a path, links not followed; null where nothing does.</summary>
    public static FileStatus? Status(string path)
    {
        if (statx(CurrentFolder, path, NoFollow, BasicStats, out var buffer) == 0)
            return new FileStatus(buffer.Inode, buffer.Mode, buffer.User, (long)buffer.Size, new(buffer.ModifiedSeconds, buffer.ModifiedNanoseconds), new(buffer.ChangedSeconds, buffer.ChangedNanoseconds));
        var error = Marshal.GetLastPInvokeError();
        return error is NoEntry or NotADirectory ? null : throw new IOException($"Cannot look at {path}: {new Win32Exception(error).Message}.");
    }

    /// <summary>Gives a file, folder or link to a user and the group of the same number; links are not followed.</summary>
    public static void ChangeOwner(string path, uint user)
    {
        if (lchown(path, user, user) != 0)
            throw new IOException($"Cannot give {path} to user {user}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    /// <summary>Makes everything that was written to the file system of an open file durable: one call for any number of files.</summary>
    public static void FlushFileSystem(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        if (syncfs(file) != 0)
            throw new IOException($"The disk refused: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    /// <summary>Kills a process group; one that is already gone is fine.</summary>
    public static void KillGroup(int leader)
    {
        // 0 and 1 would mean this process's own group, or every process there is.
        if (leader <= 1)
            throw new ArgumentOutOfRangeException(nameof(leader), leader, "A process group is a number above 1.");
        if (kill(-leader, SigKill) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
            throw new IOException($"Cannot kill process group {leader}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    /// <summary>Whether a member of a process group still runs. The dead that nobody waited for do not count: they write nothing.</summary>
    public static bool GroupLives(int leader)
    {
        if (kill(-leader, 0) != 0)
            return false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!char.IsAsciiDigit(folder[6]))
                continue;
            try
            {
                // After the name, in parentheses: state, parent, group.
                var stat = File.ReadAllText(folder + "/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 4);
                if (fields[0] is not ("Z" or "X") && fields[2] == leader.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    return true;
            }
            catch (IOException)
            {
                // It ended between the two looks.
            }
        }

        return false;
    }

    /// <summary>Kills the children of a process that is a child of this one, where the system tells them.</summary>
    public static void KillChildren(int process)
    {
        try
        {
            foreach (var child in File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                kill(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture), SigKill);
        }
        catch (IOException)
        {
            // It ended meanwhile, or the kernel keeps no such list; who asked kills the group next.
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int syncfs(Microsoft.Win32.SafeHandles.SafeFileHandle file);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out StatxBuffer buffer);

    [DllImport("libc", SetLastError = true)]
    private static extern int lchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);

    [DllImport("libc")]
    private static extern uint geteuid();

    // struct statx has the same layout on every architecture, unlike struct stat.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(20)] public uint User;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(96)] public long ChangedSeconds;
        [FieldOffset(104)] public uint ChangedNanoseconds;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(120)] public uint ModifiedNanoseconds;
    }
}

/// <summary>What stands at a path.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStatus(ulong Inode, ushort Mode, uint User, long Size, FileMoment Modified, FileMoment Changed)
{
    public bool IsFile => (Mode & 0xF000) == 0x8000;

    public bool IsFolder => (Mode & 0xF000) == 0x4000;

    public bool IsLink => (Mode & 0xF000) == 0xA000;

    public bool IsExecutable => (Mode & 0x40) != 0;
}

/// <summary>A time stamp of a file system: seconds since 1970 and nanoseconds.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileMoment(long Seconds, uint Nanoseconds);
