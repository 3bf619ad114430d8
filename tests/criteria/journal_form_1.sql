-- A journal of form 1 as the first release wrote it: every later release must read it. Never to be changed.
PRAGMA application_id = 1835230305;
PRAGMA user_version = 1;
CREATE TABLE events (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, parents TEXT NOT NULL, tick INTEGER NOT NULL,
    time TEXT NOT NULL, version TEXT NOT NULL, kind TEXT NOT NULL, panellist TEXT NOT NULL, round INTEGER NOT NULL,
    entered_by TEXT NOT NULL, node TEXT, first TEXT, second TEXT, alternative TEXT, criterion TEXT, value REAL,
    text TEXT NOT NULL, event TEXT NOT NULL
);
CREATE TABLE heads (id TEXT PRIMARY KEY, tick INTEGER NOT NULL);
INSERT INTO events VALUES (1, '8431be99fad6aa0b6d3493e591187d40', '', 1714564800000, '2024-05-01T12:00:00.000Z', '0.0.0', 'judged', 'P1', 1, '', 'goal', 'a', 'b', NULL, NULL, 3.0, '', '');
INSERT INTO events VALUES (2, 'e62119e4697d669748b8442a21c471aa', '8431be99fad6aa0b6d3493e591187d40', 1714564801000, '2024-05-01T12:00:01.000Z', '0.0.0', 'rated', 'P1', 1, 'Facilitator', NULL, NULL, NULL, 's1', 'a', 7.5, '', '');
INSERT INTO events VALUES (3, '35c1f7384b568feb898ba8386ff1dd6e', 'e62119e4697d669748b8442a21c471aa', 1714564802000, '2024-05-01T12:00:02.000Z', '0.0.0', 'undone', 'P1', 1, '', NULL, NULL, NULL, NULL, NULL, NULL, '', '8431be99fad6aa0b6d3493e591187d40');
INSERT INTO heads VALUES ('35c1f7384b568feb898ba8386ff1dd6e', 1714564802000);
